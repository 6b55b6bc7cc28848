package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// Order is a file that somebody has asked for. It waits in the outbox in the place of the file, which is made when it is sent: what waits is
// small, however large the file, and a file of a day that has been is the same whenever it is made.
type Order struct {
	Format    string       `json:"format"` // xlsx, csv, pdf: a page to print
	Programme string       `json:"programme"`
	Unit      string       `json:"unit"`
	At        store.Date   `json:"at"`
	Today     bool         `json:"today,omitempty"` // in the organisation of today, rather than in that of the day
	Scope     string       `json:"scope,omitempty"` // the companies alone, or all but those; what is public is of the whole
	Kind      string       `json:"kind,omitempty"`
	Lang      string       `json:"lang"`
	Disposal  int64        `json:"disposal,omitempty"` // the protocol of a disposal, and these beside it
	Trainee   string       `json:"trainee,omitempty"`  // an extract of what is kept of a trainee instead
	Trail     *store.Trail `json:"trail,omitempty"`    // the history of something instead
	Public    bool         `json:"public,omitempty"`   // for who may not see small groups: they are masked, and single slots left out
	For       string       `json:"for,omitempty"`      // whose it is: a Slack user who may export when the file is made too; "": whoever runs the program
}

// Made is a file of an order.
type Made struct {
	Path  string
	Name  string // to be called where it is shown
	Title string
	Rows  int // of figures, or slots
}

// formats are what an export can be.
var formats = []string{"xlsx", "csv", "pdf"}

// export takes the figures out: a workbook, CSV, or a page to print. The file comes after the answer, to the asker alone.
func export(t *turn) (Reply, error) {
	if t.several() {
		return t.either()
	}
	p, q, err := t.figuresOfAll()
	if err != nil {
		return Reply{}, err
	}
	o := Order{Format: cmp.Or(t.args.Format, formats[0]), Programme: p.Key, Unit: q.Unit, At: q.At, Today: q.Today, Lang: t.lang, For: t.person.SlackID}
	if o.Format != "pdf" {
		o.Scope, o.Kind = t.args.Scope, t.args.Kind
	}
	s, err := t.tx.Stand(p, o.question())
	if err != nil {
		return Reply{}, err
	}
	x, err := newExporting(t.voice, o, t.tx, p, s)
	if err != nil {
		return Reply{}, err
	}
	rows := 0
	for _, made := range x.files() {
		rows += made.Rows
	}
	if err := t.tx.NoteExport(p.Key, o.question(), o.Format, rows); err != nil {
		return Reply{}, err
	}
	if err := t.order(o); err != nil {
		return Reply{}, err
	}
	text := t.say("export.coming_"+o.Format, Facts{"Programme": p.Name(t.lang), "Unit": t.about(s), "Date": t.long(q.At), "N": s.Gross})
	return t.done(text, buttons(o.others(t)...)), nil
}

// FileLane stands before whom a file is for, where a message says to whom it goes: files wait for each other, and answers for none of them.
const FileLane = "file:"

// order puts a file in the outbox.
func (t *turn) order(o Order) error {
	text := t.label("history.file", Facts{"Date": t.long(o.At)})
	if o.Trail == nil {
		text = t.label("export.file_"+o.name(), Facts{"Programme": t.reg.Programme(o.Programme).Name(t.lang), "Unit": t.about(&store.Standing{Scope: o.Unit, Question: o.question()}), "Date": t.long(o.At)})
	}
	payload, err := json.Marshal(message{File: &o, Text: text, Otherwise: t.say("export.failed", nil), Tell: t.person.SlackID})
	if err != nil {
		return err
	}
	return t.tx.Send("file:"+t.req.ID, FileLane+t.person.SlackID, payload)
}

// others are buttons for the other formats.
func (o Order) others(t *turn) (out []*slack.ButtonBlockElement) {
	for _, format := range formats {
		if format != o.Format {
			out = append(out, button(t.label("export.as_"+format, nil), typed("export", words.Args{Unit: o.Unit, Scope: o.Scope, Kind: o.Kind, At: string(o.At), Format: format, What: organised(store.Question{Today: o.Today}, "")})))
		}
	}
	return append(out, button(t.label("subscribe.button", nil), "subscribe"))
}

// question is what the figures are of.
func (o Order) question() store.Question {
	return store.Question{Unit: o.Unit, At: o.At, Today: o.Today, Scope: o.Scope, Kind: o.Kind}
}

// organised is the day whose organisation it is in.
func (o Order) organised(tx *store.Tx) store.Date {
	if o.Today {
		return tx.Today()
	}
	return o.At
}

// name is that of the file's kind.
func (o Order) name() string {
	if o.Format == "pdf" {
		return "report"
	}
	return "figures"
}

// Make makes an order's files in a directory. Memory stays small however many slots there are.
func (h *Handlers) Make(ctx context.Context, o Order, dir string) (files []Made, err error) {
	if !slices.Contains(formats, o.Format) {
		return nil, fmt.Errorf("there is no format %q", o.Format)
	}
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		switch {
		case o.Disposal != 0:
			files, err = h.makeDisposal(ctx, tx, o, dir)
		case o.Trainee != "":
			files, err = h.makeExtract(ctx, tx, o, dir)
		case o.Trail != nil:
			files, err = h.makeHistory(ctx, tx, o, dir)
		default:
			files, err = h.make(ctx, tx, o, dir)
		}
		return err
	})
	return files, err
}

// TakeOut makes an order's files for whoever runs the program, and writes down that it did. Programme and unit may be left out, and the day.
func (h *Handlers) TakeOut(ctx context.Context, o Order, dir string) (files []Made, err error) {
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		o.At = cmp.Or(o.At, tx.Today())
		p, err := byKey(reg, o.Programme, o.At)
		if err != nil {
			return err
		}
		o.Programme, o.Unit = p.Key, cmp.Or(o.Unit, p.Scope)
		files, err = h.make(ctx, tx, o, dir)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows := 0
	for _, f := range files {
		rows += f.Rows
	}
	return files, h.store.Write(ctx, func(tx *store.Tx) error {
		tx.Act(store.By{Door: "command line", Command: "export"})
		return tx.NoteExport(o.Programme, o.question(), o.Format, rows)
	})
}

func (h *Handlers) make(ctx context.Context, tx *store.Tx, o Order, dir string) ([]Made, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	p := reg.Programme(o.Programme)
	if p == nil {
		return nil, store.Refuse("no_programme", nil)
	}
	if err := h.mayExport(tx, reg, o.For); err != nil {
		return nil, err
	}
	s, err := tx.Stand(p, o.question())
	if err != nil {
		return nil, err
	}
	x, err := newExporting(voice{all: h.said, lang: o.Lang, reg: reg.On(o.organised(tx)), year: tx.Today().Year()}, o, tx, p, s)
	if err != nil {
		return nil, err
	}
	x.ctx, x.dir = ctx, dir
	files := x.files()
	for i := range files {
		files[i].Path = filepath.Join(dir, files[i].Name)
		if err := x.write(&files[i], i); err != nil {
			return nil, fmt.Errorf("make %s: %w", o.Format, err)
		}
	}
	return files, nil
}

// mayExport refuses who was allowed to export when they asked, and is not any more.
func (h *Handlers) mayExport(tx *store.Tx, reg *store.Register, user string) error {
	if user == "" {
		return nil
	}
	m, err := tx.MemberBySlack(user)
	if err != nil {
		return err
	}
	if m == nil || m.Outsider != "" || lookup("export").who&is(m, reg.Tree) == 0 {
		return store.Refuse("file_not_yours", nil)
	}
	return nil
}

// exporting is an order being carried out.
type exporting struct {
	voice
	Order
	ctx       context.Context
	dir       string // for what has no room in memory
	tx        *store.Tx
	programme *store.Programme
	figures   *store.Standing
	curve     []store.CurvePoint
	guards
}

func newExporting(v voice, o Order, tx *store.Tx, p *store.Programme, s *store.Standing) (*exporting, error) {
	o.Public = o.Public || o.Format == "pdf" // whoever reads interim accounts may be anybody
	x := &exporting{voice: v, Order: o, tx: tx, programme: p, figures: s}
	var err error
	if x.curve, err = tx.Curve(p, s, chartPoints); err != nil {
		return nil, err
	}
	return x, x.setGuards()
}

// files are what an order comes to: for CSV, in which a file is one table, the figures and the slots.
func (x *exporting) files() []Made {
	figures, slots := 0, x.figures.Gross
	for _, s := range x.sheets() {
		figures += len(s.rows)
	}
	if x.Public {
		slots = 0
	}
	switch {
	case x.Format == "pdf":
		return []Made{x.file("report", "html", figures)}
	case x.Format == "xlsx":
		return []Made{x.file("figures", "xlsx", figures+slots)}
	case x.Public:
		return []Made{x.file("figures", "csv", figures)}
	}
	return []Made{x.file("figures", "csv", figures), x.file("slots", "csv", slots)}
}

func (x *exporting) file(id, ending string, rows int) Made {
	return Made{Name: x.label("export.name_"+id, nil) + "-" + string(x.At) + "." + ending, Title: x.label("export.file_"+id, x.about()), Rows: rows}
}

// write makes one of an order's files.
func (x *exporting) write(m *Made, number int) (err error) {
	f, err := os.OpenFile(m.Path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	switch {
	case x.Format == "pdf":
		err = x.report(f)
	case x.Format == "xlsx":
		err = x.book(f)
	case number == 0:
		err = x.figuresCSV(f)
	default:
		err = x.slotsCSV(f)
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
