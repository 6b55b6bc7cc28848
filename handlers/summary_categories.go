package handlers

import (
	"math"

	"github.com/slack-go/slack"

	"handslag/store"
)

// categories tells what each category of the programme has, with its share of the whole.
func (t *turn) categories(p *store.Programme, s *store.Standing) Reply {
	head := t.summaryHead(p, s)
	if len(s.Categories) == 0 {
		return t.done(head+"\n"+t.say("summary.no_categories", nil), t.backTo(s)...)
	}
	table := [][]string{{t.label("summary.category", nil), t.label("summary.n_created", nil), t.label("summary.share_of_all", nil),
		t.label("summary.n_filled", nil), t.label("summary.n_vacant", nil)}}
	text := head
	for _, c := range s.Categories {
		name, share := t.category(p, c), t.percent(c.Counted, s.Counted)
		table = append(table, []string{name, t.plain(c.Counted), share, t.plain(c.Filled), t.plain(c.Vacant)})
		text += "\n" + t.say("summary.category_line", Facts{"Name": name, "Created": c.Counted, "Percent": share, "Filled": c.Filled, "Vacant": c.Vacant})
	}
	blocks := []slack.Block{section("*" + head + "*"), tableOf(table)}
	if note := t.rounded(s); note != "" {
		text += "\n" + note
		blocks = append(blocks, contextLine(note))
	}
	return Reply{Text: text, Blocks: append(blocks, t.backTo(s)...)}
}

func (v voice) category(p *store.Programme, c store.CategoryStands) string {
	if c.Place < 0 {
		return v.label("summary.category_rest", nil)
	}
	return capital(p.Categories[c.Place].Name(v.lang))
}

// rounded says so where the shares as they are written do not make a hundred: each is rounded by itself.
func (v voice) rounded(s *store.Standing) string {
	tenths := 0
	for _, c := range s.Categories {
		tenths += int(math.Round(float64(c.Counted) * 1000 / float64(max(1, s.Counted))))
	}
	if tenths == 0 || tenths == 1000 {
		return ""
	}
	return v.say("summary.rounded", Facts{"Percent": v.percent(tenths, 1000)})
}
