package handlers

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// erase disposes of what a decision says is due: it shows the rule and what it comes to, makes the protocol and the archive's files, and, when
// those have arrived and HR has said yes twice, takes away who it was.
func erase(t *turn) (Reply, error) {
	switch {
	case t.req.Door == Form:
		return t.decide()
	case t.args.Entry != 0:
		return t.dispose()
	case t.args.Term == "retention" && t.args.Count != nil && t.decision != "":
		return t.decide()
	case t.args.Term == "retention":
		return t.retentionForm()
	case t.args.Trainee != "":
		return t.eraseOne(t.args.Trainee)
	}
	class := t.disposalClass()
	rule, err := t.tx.Retention(class)
	if store.AsRefusal(err) != nil {
		return t.confirm() // which asks for it
	}
	if err != nil {
		return Reply{}, err
	}
	if t.args.Format != "" {
		return t.proposeDisposal(rule)
	}
	if class == staff {
		return t.eraseStaff(rule)
	}
	return t.eraseDue(rule)
}

// eraseDue shows the rule and who is due, by reference.
func (t *turn) eraseDue(rule *store.Retention) (Reply, error) {
	due, err := t.tx.Due(rule)
	if err != nil {
		return Reply{}, err
	}
	change := button(t.label("erase.change", nil), "erase term:retention")
	facts := Facts{"N": rule.Months, "Decision": rule.Decision, "Until": t.long(rule.Until(t.today()))}
	head := t.say("erase.rule", facts)
	if len(due) == 0 {
		return t.done(head+"\n"+t.say("erase.none", facts), buttons(change, t.otherClass(rule.Class))), nil
	}
	head += "\n" + t.say("erase.due", Facts{"N": len(due), "Until": facts["Until"]})
	text := head
	blocks := []slack.Block{section(head)}
	shown, page, pages := pageOf(t, due)
	lines := ""
	for _, tr := range shown {
		lines += "\n• " + t.say("erase.line", Facts{"Trainee": tr.Reference, "Slot": tr.Slot, "Unit": t.reg.Tree.Name(tr.Unit), "Date": t.long(tr.EndedOn)})
	}
	blocks = append(blocks, section(lines[1:]))
	blocks = append(blocks, t.pager("erase", "", page, pages)...)
	next := t.say("erase.next", nil)
	return Reply{Text: text + lines + "\n" + next, Blocks: append(blocks, contextLine(next),
		buttons(primary(t.label("erase.propose", nil), "erase format:pdf"), change, t.otherClass(rule.Class)))}, nil
}

// eraseOne tells when a trainee is due. One alone is not disposed of: that would be a decision of its own.
func (t *turn) eraseOne(ref string) (Reply, error) {
	tr, err := t.tx.Trainee(ref)
	if err != nil {
		return Reply{}, err
	}
	extract := button(t.label("mine.extract", nil), typed("mine", words.Args{Trainee: ref}))
	if tr.Restricted != "" {
		return t.done(t.say("erase.single_restricted", Facts{"Trainee": ref, "Since": t.long(tr.Restricted)}), buttons(t.liftButton(ref), extract)), nil
	}
	facts := Facts{"Trainee": ref, "Date": t.long(cmp.Or(tr.EndedOn, tr.EndsOn))}
	id := "erase.single_here"
	if tr.EndedOn != "" {
		id = "erase.single_undecided"
		rule, err := t.tx.Retention("trainee")
		if err != nil && store.AsRefusal(err) == nil {
			return Reply{}, err
		}
		if err == nil {
			id, facts["Decision"], facts["From"] = "erase.single", rule.Decision, t.long(tr.EndedOn.AddMonths(rule.Months))
			if tr.EndedOn <= rule.Until(t.today()) {
				id = "erase.single_due"
			}
		}
	}
	return t.done(t.say(id, facts), buttons(button(t.label("erase.show", nil), "erase"), extract)), nil
}

// proposeDisposal has the protocol made, and what is kept for good beside it.
func (t *turn) proposeDisposal(rule *store.Retention) (Reply, error) {
	key := "file:" + t.req.ID
	d, err := t.tx.Propose(rule, t.person.ID, key)
	if err != nil {
		return Reply{}, err
	}
	o := Order{Format: "csv", Disposal: d.ID, At: t.today(), Lang: t.lang}
	if p := t.reg.Current(t.today()); p != nil {
		o.Programme, o.Unit = p.Key, p.Scope
	}
	if err := t.orderAs(key, o, t.label("erase.file", Facts{"Decision": d.Decision})); err != nil {
		return Reply{}, err
	}
	ask := marks{ask: true}.mark(typed("erase", words.Args{Entry: d.ID}))
	return t.done(t.say(ofClass("erase.proposed", d.Class), Facts{"N": d.Rows, "Decision": d.Decision}),
		buttons(button(t.label(ofClass("erase.do", d.Class), Facts{"N": d.Rows}), ask).WithStyle(slack.StyleDanger))), nil
}

// planErase asks a second time before anything is taken away, and in a message for what a rule still lacks.
func planErase(t *turn) (plan, error) {
	if t.args.Entry == 0 {
		return t.planRetention()
	}
	d, err := t.tx.CheckDispose(t.args.Entry)
	if err != nil {
		return plan{}, err
	}
	return plan{text: t.say(ofClass("erase.plan", d.Class), Facts{"N": d.Rows, "Decision": d.Decision}), facts: t.say("erase.plan_facts", nil)}, nil
}

func (t *turn) dispose() (Reply, error) {
	d, err := t.tx.Dispose(t.args.Entry, t.person.ID)
	if err != nil {
		return Reply{}, err
	}
	text := t.say(ofClass("erase.done", d.Class), Facts{"N": d.Rows, "Decision": d.Decision})
	if d.Messages > 0 {
		text += " " + t.say("erase.messages", Facts{"N": d.Messages})
	}
	return t.done(text + "\n" + t.say("erase.copies", nil)), nil
}

// orderAs puts files in the outbox, as the message with the key.
func (t *turn) orderAs(key string, o Order, text string) error {
	payload, err := json.Marshal(message{File: &o, Text: text, Otherwise: t.say("export.failed", nil)})
	if err != nil {
		return err
	}
	return t.tx.Send(key, FileLane+t.person.SlackID, payload)
}

// dueToErase tells HR how many are due by each rule; nothing where there is none.
func (d *desk) dueToErase(*store.Programme) error {
	for _, class := range store.Classes {
		rule, err := d.tx.Retention(class)
		if store.AsRefusal(err) != nil {
			continue
		}
		if err != nil {
			return err
		}
		n, err := d.tx.CountDue(rule)
		if err != nil {
			return err
		}
		if n > 0 {
			d.put(row(d.say(map[string]string{"trainee": "home.due", staff: "home.due_staff"}[class], Facts{"N": n, "Decision": rule.Decision}),
				button(d.label("erase.show", nil), eraseOf(class))))
		}
	}
	return nil
}

// counts adds up by a name, in the order of the names.
func counts[T any](of []T, name func(T) string) (rows [][2]string) {
	n := map[string]int{}
	for _, one := range of {
		n[name(one)]++
	}
	for name, n := range n {
		rows = append(rows, [2]string{name, strconv.Itoa(n)})
	}
	slices.SortFunc(rows, func(a, b [2]string) int { return cmp.Compare(a[0], b[0]) })
	return rows
}
