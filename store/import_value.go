package store

import (
	"strings"
	"time"
)

// day is a Date in four bytes, year·10000 + month·100 + day, so that a million rows can be held; 0 is none. Days compare as numbers do.
type day uint32

// Days before and after are slips of the pen.
const (
	firstDay day = 1900_01_01
	lastDay  day = 2199_12_31
)

// parseDay reads ISO text.
func parseDay(s string) (day, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := wholeNumber(s[:4])
	m, ok2 := wholeNumber(s[5:7])
	d, ok3 := wholeNumber(s[8:])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	v := day(y*10000 + m*100 + d)
	if v < firstDay || v > lastDay {
		return 0, false
	}
	return v, true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Date gives the ISO text.
func (d day) Date() Date {
	if d == 0 {
		return ""
	}
	b := []byte("0000-00-00")
	v := d
	for _, i := range [8]int{9, 8, 6, 5, 3, 2, 1, 0} {
		b[i] += byte(v % 10)
		v /= 10
	}
	return Date(b)
}

// dayOf is the other way; the text is a day that the store holds.
func dayOf(d Date) day {
	v, _ := parseDay(string(d))
	return v
}

// dateForms are ways of writing a day that can be told what they mean; day before month always.
var dateForms = []string{"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2/1/2006", "2/1 2006", "2.1.2006", "2-1-2006",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00"}

// dateFacts says what was written and, where that can be told, how it is written.
func dateFacts(written string) Facts {
	f := Facts{"Value": brief(written), "ISO": ""}
	for _, form := range dateForms {
		if t, err := time.Parse(form, written); err == nil {
			if d := DateOf(t); dayOf(d) != 0 {
				f["ISO"] = d
				break
			}
		}
	}
	return f
}

// names gives words that come again and again a small number each; 0 is "".
type names struct {
	ids  map[string]uint32
	list []string
}

func newNames() *names { return &names{ids: map[string]uint32{"": 0}, list: []string{""}} }

func (n *names) id(word string) uint32 {
	if id, ok := n.ids[word]; ok {
		return id
	}
	word = strings.Clone(word) // not the whole line that it stands in
	id := uint32(len(n.list))
	n.ids[word] = id
	n.list = append(n.list, word)
	return id
}

// oneLine makes text of several lines, or with much space, one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
