package handlers

import (
	"strconv"
	"strings"

	"handslag/handlers/words"
)

// typed writes a command with its arguments in the form that buttons carry and the words read back exactly.
func typed(command string, a words.Args) string {
	b := &strings.Builder{}
	b.WriteString(command)
	word := func(key, value string) {
		if value == "" {
			return
		}
		b.WriteByte(' ')
		if key != "" {
			b.WriteString(key)
			b.WriteByte(':')
		}
		if strings.ContainsRune(value, ' ') {
			value = `"` + value + `"`
		}
		b.WriteString(value)
	}
	word("kind", a.Kind)
	if a.Count != nil {
		word("count", strconv.Itoa(*a.Count))
	}
	word("unit", a.Unit)
	if a.Slot != 0 {
		word("slot", strconv.FormatInt(a.Slot, 10))
	}
	for _, n := range a.Slots {
		word("", "#"+strconv.FormatInt(n, 10))
	}
	word("trainee", a.Trainee)
	for _, ref := range a.Trainees {
		word("", ref)
	}
	word("from", a.From)
	word("to", a.To)
	word("at", a.At)
	word("date", a.Date)
	if a.Hours != nil {
		word("hours", strconv.FormatFloat(*a.Hours, 'f', -1, 64))
	}
	if a.Percent != nil {
		word("percent", strconv.FormatFloat(*a.Percent, 'f', -1, 64))
	}
	word("result", a.Result)
	word("outcome", a.Outcome)
	word("reason", a.Reason)
	word("language", a.Language)
	word("term", a.Term)
	word("person", a.Person)
	word("role", a.Role)
	if a.Entry != 0 {
		word("entry", strconv.FormatInt(a.Entry, 10))
	}
	if a.Page > 1 {
		word("page", strconv.Itoa(a.Page))
	}
	return b.String()
}
