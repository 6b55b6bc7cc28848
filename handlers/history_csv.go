package handlers

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"handslag/store"
)

// historyLot is how many rows are read at a time.
const historyLot = 1000

// unescaper undoes what say does for a place that is markup.
var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

var historyHeads = []string{"entry", "at", "by", "door", "command", "what", "noun", "object", "code", "unit", "before", "after"}

// makeHistory makes a trail's file.
func (h *Handlers) makeHistory(ctx context.Context, tx *store.Tx, o Order, dir string) ([]Made, error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, err
	}
	if err := h.mayExport(tx, reg, o.For); err != nil {
		return nil, err
	}
	x := &exporting{voice: voice{all: h.said, lang: o.Lang, reg: reg, year: tx.Today().Year()}, Order: o, ctx: ctx, dir: dir, tx: tx}
	m := Made{Name: x.label("history.name", nil) + "-" + string(x.At) + ".csv", Title: x.label("history.file", Facts{"Date": x.long(x.At)})}
	m.Path = filepath.Join(dir, m.Name)
	f, err := os.OpenFile(m.Path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	m.Rows, err = x.historyCSV(f, h.store.Zone())
	return []Made{m}, firstOf(err, f.Close())
}

func (x *exporting) eachDoing(do func(store.Doing) error) error {
	for after := 0; ; after += historyLot {
		found, err := x.tx.History(*x.Trail, after, historyLot)
		if err != nil {
			return err
		}
		for _, d := range found {
			if err := do(d); err != nil {
				return err
			}
		}
		if len(found) < historyLot {
			return x.ctx.Err()
		}
	}
}

// historyCSV writes a trail's rows, in words and as they were written down, and counts them.
func (x *exporting) historyCSV(w io.Writer, zone *time.Location) (rows int, err error) {
	s := &scribe{x.voice, x.tx, zone, false, map[int64]string{}}
	err = x.csv(w, func(out *csv.Writer) error {
		heads := make([]string, len(historyHeads))
		for i, h := range historyHeads {
			heads[i] = x.label("history.head_"+h, nil)
		}
		if err := out.Write(heads); err != nil {
			return err
		}
		return x.eachDoing(func(d store.Doing) error {
			who, err := s.author(d)
			if err != nil {
				return err
			}
			what, err := s.what(d)
			if err != nil {
				return err
			}
			at, err := time.Parse(time.RFC3339, d.At)
			if err != nil {
				return err
			}
			rows++
			return out.Write(x.row([]any{d.ID, at.In(zone).Format("2006-01-02 15:04:05"), who, d.Door, d.Command, capital(unescaper.Replace(what)), d.Noun, d.Called,
				d.Unit, x.reg.Tree.Name(d.Unit), string(d.Before), string(d.After)}))
		})
	})
	return rows, err
}
