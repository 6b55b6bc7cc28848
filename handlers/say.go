package handlers

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"handslag/locales"
	"handslag/store"
)

// Facts are the values that a sentence is told with.
type Facts = locales.Facts

// Markup is a fact that is Slack's own markup, such as a mention, and is not escaped.
type Markup string

// voice says sentences in one language.
type voice struct {
	all  *locales.Locales
	lang string
	reg  *store.Register
	year int // in which it is said; a day of another year is told with its year
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// say gives a sentence for a message's markup: what comes from people is escaped.
func (v voice) say(id string, facts Facts) string {
	return v.all.Say(v.lang, id, v.kinds(facts), v.marked)
}

// label gives a sentence for plain text: buttons, titles, form labels.
func (v voice) label(id string, facts Facts) string {
	return v.all.Say(v.lang, id, v.kinds(facts), v.plain)
}

// kinds replaces the fact Kind, a kind's stored name, by what it is called in the language.
func (v voice) kinds(facts Facts) Facts {
	name, ok := facts["Kind"].(string)
	if !ok || v.lang == "sv" {
		return facts
	}
	out := make(Facts, len(facts))
	for k, f := range facts {
		out[k] = f
	}
	out["Kind"] = v.kind(name)
	return out
}

// Say gives a refusal or a message in the language where nothing says otherwise, for the command line.
func (h *Handlers) Say(id string, facts Facts) string {
	return voice{all: h.said, lang: h.standard}.label(id, facts)
}

func (v voice) marked(fact any) string {
	if m, ok := fact.(Markup); ok {
		return string(m)
	}
	return escaped(v.plain(fact))
}

func (v voice) plain(fact any) string {
	switch f := fact.(type) {
	case string:
		return f
	case Markup:
		return string(f)
	case int:
		return strconv.Itoa(f)
	case int64:
		return strconv.FormatInt(f, 10)
	case float64:
		return v.number(f)
	case store.Date:
		return v.date(f)
	case *store.Kind:
		if f == nil {
			return ""
		}
		return f.Rule(v.lang)
	}
	return ""
}

// kind is what a kind of placement is called; in English with its Swedish name beside it.
func (v voice) kind(name string) string {
	if v.lang == "sv" || v.reg == nil {
		return name
	}
	for _, k := range v.reg.Kinds {
		if k.Name == name {
			return k.English + " (" + name + ")"
		}
	}
	return name
}

// number writes a figure with at most one decimal, "7,2" or "7.2"; one that would be rounded to nothing with two, "0,04".
func (v voice) number(f float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
	if f > 0 && s == "0" {
		s = strings.TrimSuffix(strconv.FormatFloat(f, 'f', 2, 64), ".00")
	}
	if v.lang == "sv" {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// percent writes part of whole, "87,8 %" or "87.8%"; empty where there is no whole.
func (v voice) percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	s := v.number(math.Round(float64(part)*1000/float64(whole)) / 10) // a half goes up: 56.25 is 56.3
	if v.lang == "sv" {
		return s + " %"
	}
	return s + "%"
}

// date writes a day with its week, "mån 17 aug (v. 34)"; with its year where it is another than the one in which it is said.
func (v voice) date(d store.Date) string {
	if d == "" {
		return ""
	}
	t := d.Time()
	_, week := t.ISOWeek()
	id := "date.day"
	if v.year != 0 && v.year != t.Year() {
		id = "date.day_year"
	}
	return v.label(id, Facts{"Weekday": v.label("date.weekday."+weekdays[t.Weekday()], nil),
		"Day": t.Day(), "Month": v.label("date.month."+months[t.Month()], nil), "Year": t.Year(), "Week": week})
}

// plainDate writes a day without its weekday and week, "31 december"; with its year where it is another than the one in which it is said.
func (v voice) plainDate(d store.Date) string {
	if v.year != d.Time().Year() {
		return v.long(d)
	}
	t := d.Time()
	return v.label("date.plain", Facts{"Day": t.Day(), "Month": v.label("date.full."+months[t.Month()], nil)})
}

// typedDate writes a day as it stands in a form's field, to be read back: "17 aug 2026". Empty for no day.
func (v voice) typedDate(d store.Date) string {
	if d == "" {
		return ""
	}
	t := d.Time()
	return v.label("date.typed", Facts{"Day": t.Day(), "Month": v.label("date.month."+months[t.Month()], nil), "Year": t.Year()})
}

// shortDate writes a day in as few characters as can be, "31 dec"; with its year where it is another than the one in which it is said.
func (v voice) shortDate(d store.Date) string {
	if d == "" || v.year != d.Time().Year() {
		return v.typedDate(d)
	}
	t := d.Time()
	return v.label("date.plain", Facts{"Day": t.Day(), "Month": v.label("date.month."+months[t.Month()], nil)})
}

// long writes a day as in a report, "25 juni 2020".
func (v voice) long(d store.Date) string {
	t := d.Time()
	return v.label("date.long", Facts{"Day": t.Day(), "Month": v.label("date.full."+months[t.Month()], nil), "Year": t.Year()})
}

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

var months = [...]string{time.January: "jan", time.February: "feb", time.March: "mar", time.April: "apr", time.May: "may", time.June: "jun",
	time.July: "jul", time.August: "aug", time.September: "sep", time.October: "oct", time.November: "nov", time.December: "dec"}

// list joins words, "a, b och c"; anyOf "a, b eller c".
func (v voice) list(words []string) string  { return v.joined("list.and", words) }
func (v voice) anyOf(words []string) string { return v.joined("list.or", words) }

func (v voice) joined(id string, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return v.label(id, Facts{"First": strings.Join(words[:last], ", "), "Last": words[last]})
}

// escaped is what comes from people, for a place that is markup.
func escaped(s string) string { return escaper.Replace(s) }

// oneLine is a text without its line breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// capital is a text that begins a line.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
