package handlers

import (
	"context"
	_ "embed"
	"html/template"
	"io"
	"os"
	"path/filepath"

	"handslag/store"
)

//go:embed page.html
var plainPage string

// part is a headline with what stands below it.
type part struct {
	Head  string
	Lines []string
	Rows  [][2]string // a name and what it is
}

// page writes parts to be read, kept or printed.
func (x *exporting) page(w io.Writer, title string, parts []part) error {
	page, err := template.New("page").Parse(plainPage)
	if err != nil {
		return err
	}
	return page.Execute(w, map[string]any{"Lang": x.Lang, "Title": title, "Parts": parts, "Made": x.label("export.made", Facts{"Date": x.long(x.tx.Today())})})
}

// makePage makes a file of parts.
func (x *exporting) makePage(m Made, parts []part) (Made, error) {
	m.Path = filepath.Join(x.dir, m.Name)
	f, err := os.OpenFile(m.Path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return m, err
	}
	return m, firstOf(x.page(f, m.Title, parts), f.Close())
}

// makeDisposal makes the protocol of a disposal, which names nobody, and beside it the figures and the slots, which are kept for good.
func (h *Handlers) makeDisposal(ctx context.Context, tx *store.Tx, o Order, dir string) ([]Made, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	x := &exporting{voice: voice{all: h.said, lang: o.Lang, reg: reg, year: tx.Today().Year()}, Order: o, ctx: ctx, dir: dir, tx: tx}
	d, err := tx.Disposal(o.Disposal)
	if err != nil {
		return nil, err
	}
	parts, err := x.protocol(d)
	if err != nil {
		return nil, err
	}
	protocol, err := x.makePage(Made{Name: x.label("erase.name", nil) + "-" + string(o.At) + ".html", Title: x.label("erase.file", Facts{"Decision": d.Decision}), Rows: d.Rows}, parts)
	if err != nil || o.Programme == "" {
		return []Made{protocol}, err
	}
	o.Disposal = 0
	kept, err := h.make(ctx, tx, o, dir)
	return append([]Made{protocol}, kept...), err
}

func (x *exporting) protocol(d *store.Disposal) ([]part, error) {
	of, err := x.tx.EachDisposed(d.ID)
	if err != nil {
		return nil, err
	}
	who := ""
	if m, err := x.tx.MemberByID(d.ProposedBy); err != nil {
		return nil, err
	} else if m != nil {
		who = m.Email
		if who == "" {
			who = m.SlackID
		}
	}
	said := func(ids ...string) (out []string) {
		for _, id := range ids {
			out = append(out, x.label("erase.protocol_"+id, nil))
		}
		return out
	}
	row := func(id string, value any) [2]string { return [2]string{x.label("erase.row_"+id, nil), x.plain(value)} }
	goes, stays := said("goes", "messages"), said("stays", "audit", "archive")
	if d.Class == staff {
		goes, stays = said("staff_goes"), said("staff_stays", "archive")
	}
	parts := []part{
		{Head: x.label("erase.head_decision", nil), Rows: [][2]string{row("decision", d.Decision), row("class", x.label("erase.class_"+d.Class, nil)),
			row("rule", x.label(ofClass("erase.after", d.Class), Facts{"N": d.Months})), row(map[bool]string{false: "until", true: "staff_until"}[d.Class == staff], x.long(d.EndedBy)), row("rows", d.Rows), row("date", x.long(x.tx.Today())), row("who", who)}},
		{Head: x.label("erase.head_goes", nil), Lines: goes},
		{Head: x.label("erase.head_stays", nil), Lines: stays},
		{Head: x.label("erase.head_copies", nil), Lines: said("copies")},
	}
	if d.Class == staff {
		return parts, nil
	}
	return append(parts,
		part{Head: x.label("erase.head_years", nil), Rows: counts(of, func(t store.Trainee) string { return string(t.EndedOn[:4]) })},
		part{Head: x.label("erase.head_units", nil), Rows: counts(of, func(t store.Trainee) string { return x.reg.Tree.Name(t.Unit) })}), nil
}
