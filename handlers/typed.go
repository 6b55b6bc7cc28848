package handlers

import (
	"strconv"
	"strings"

	"handslag/handlers/words"
)

// typed writes a command with its arguments in the form that buttons carry and the words read back exactly.
func typed(command string, a words.Args) string {
	said := make([][2]string, 0, 48) // of a size that is known it needs no memory of its own
	said = append(said, [][2]string{{"kind", a.Kind}, {"count", whole(a.Count)}, {"unit", a.Unit}, {"units", strings.Join(a.Units, ",")}, {"slot", numbered(a.Slot)}}...)
	for _, n := range a.Slots {
		said = append(said, [2]string{"", "#" + numbered(n)})
	}
	said = append(said, [2]string{"trainee", a.Trainee})
	for _, ref := range a.Trainees {
		said = append(said, [2]string{"", ref})
	}
	said = append(said, [][2]string{{"from", a.From}, {"to", a.To}, {"at", a.At}, {"date", a.Date}, {"hours", broken(a.Hours)}, {"percent", broken(a.Percent)},
		{"result", a.Result}, {"outcome", a.Outcome}, {"after", a.After}, {"reason", a.Reason}, {"language", a.Language}, {"term", a.Term}, {"person", a.Person},
		{"role", a.Role}, {"format", a.Format}, {"every", a.Every}, {"channel", a.Channel}, {"longer", a.Longer}, {"period", a.Period}, {"programme", a.Programme}, {"compare", a.Compare},
		{"by", a.By}, {"top", whole(a.Top)}, {"weeks", whole(a.Weeks)}, {"days", whole(a.Days)}, {"what", a.What}, {"scope", a.Scope}, {"step", a.Step}, {"rule", a.Rule}, {"entry", numbered(a.Entry)}}...)
	if a.Published {
		said = append(said, [2]string{"", "published"})
	}
	if a.Page > 1 {
		said = append(said, [2]string{"page", strconv.Itoa(a.Page)})
	}
	return command + pairs(said)
}

// pairs writes what was said as " key:value", or as it is where it has no key.
func pairs(said [][2]string) string {
	b := &strings.Builder{}
	for _, s := range said {
		key, value := s[0], s[1]
		if value == "" {
			continue
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
	return b.String()
}

// numbered is a number as it is typed, "" for none.
func numbered(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func broken(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}
