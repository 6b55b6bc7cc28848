package handlers

import (
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// staff is the class of those who have worked here and left.
const staff = "staff"

// disposalClass is whom a disposal is asked of.
func (t *turn) disposalClass() string {
	if t.args.What == staff {
		return staff
	}
	return "trainee"
}

// ofClass is the message that says of a class what id says of trainees.
func ofClass(id, class string) string {
	if class == staff {
		return strings.Replace(id, ".", ".staff_", 1)
	}
	return id
}

// eraseOf is the command that shows a class.
func eraseOf(class string) string {
	if class == staff {
		return "erase what:" + staff
	}
	return "erase"
}

// otherClass shows the other one.
func (t *turn) otherClass(class string) *slack.ButtonBlockElement {
	if class == staff {
		return button(t.label("erase.class_trainee", nil), "erase")
	}
	return button(t.label("erase.class_staff", nil), eraseOf(staff))
}

// eraseStaff shows the rule and which of those who have left are due.
func (t *turn) eraseStaff(rule *store.Retention) (Reply, error) {
	due, err := t.tx.DueStaff(rule)
	if err != nil {
		return Reply{}, err
	}
	change := button(t.label("erase.change", nil), eraseOf(staff)+" term:retention")
	facts := Facts{"N": rule.Months, "Decision": rule.Decision, "Until": t.long(rule.Until(t.today()))}
	head := t.say("erase.staff_rule", facts)
	if len(due) == 0 {
		return t.done(head+"\n"+t.say("erase.staff_none", facts), buttons(change, t.otherClass(staff))), nil
	}
	head += "\n" + t.say("erase.staff_due", Facts{"N": len(due), "Until": facts["Until"]})
	lines := ""
	shown, page, pages := pageOf(t, due)
	for _, l := range shown {
		id, facts := "erase.staff_line_unknown", Facts{"Person": mention(&l.Member)}
		if l.Last != "" {
			id, facts["Date"] = "erase.staff_line", t.long(l.Last)
		}
		lines += "\n• " + t.say(id, facts)
	}
	blocks := append([]slack.Block{section(head), section(lines[1:])}, t.pager("erase", "", page, pages)...)
	next := t.say("erase.staff_next", nil)
	return Reply{Text: head + lines + "\n" + next, Blocks: append(blocks, contextLine(next),
		buttons(primary(t.label("erase.propose", nil), eraseOf(staff)+" format:pdf"), change, t.otherClass(staff)))}, nil
}
