package handlers

import (
	"handslag/store"
)

// slotHeads are the columns of a slot: nothing about people, and no text that somebody wrote.
var slotHeads = []head{{"slot", 10}, {"kind", 30}, {"code", 14}, {"unit", 40}, {"part", 40}, {"period", 12}, {"created", 13}, {"published", 12}, {"from", 13},
	{"hours", 12}, {"status", 14}, {"discontinued", 13}, {"reason", 30}, {"persons", 14}}

// eachSlot gives every slot's row, of the columns in slotHeads.
func (x *exporting) eachSlot(do func([]any) error) error {
	kinds, said := map[string]string{}, map[string]string{}
	once := func(id string) string {
		if _, there := said[id]; !there {
			said[id] = x.label(id, nil)
		}
		return said[id]
	}
	return x.tx.EachSlot(x.ctx, x.programme, x.figures.Question, func(s *store.ExportedSlot) error {
		if _, there := kinds[s.Kind]; !there {
			kinds[s.Kind] = x.kind(s.Kind)
		}
		var hours, reason any
		if s.Hours > 0 {
			hours = s.Hours
		}
		if s.Reason != "" {
			reason = once("release.reason_" + s.Reason)
		}
		published := once("export.no")
		if s.Published {
			published = once("export.yes")
		}
		return do([]any{s.Number, kinds[s.Kind], s.Unit, x.reg.Tree.Name(s.Unit), x.part(s.Unit), s.Period, s.CreatedOn, published, s.StartsOn, hours,
			once("export.status_" + s.Status()), s.DiscontinuedOn, reason, s.Persons})
	})
}

// part names the child of the scope that a unit belongs to; "" for the scope itself.
func (x *exporting) part(unit string) string {
	path := x.reg.Tree.Path(unit)
	for i, code := range path {
		if code == x.Unit && i > 0 {
			return x.reg.Tree.Name(path[i-1])
		}
	}
	return ""
}
