package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// lexicon is both data files, compiled. It is the same for every vocabulary.
type lexicon struct {
	classSets map[string]int32      // the same of found pieces
	stems     [2]map[string][]int32 // by language: stem → sets
	exact     map[string][]int32    // folded word → sets
	prefix    map[string][]prefixWord
	byFirst   [][]opening         // set → phrases that begin with it
	kindFirst map[int32][]*phrase // the same for the phrases of kinds

	filler    map[string]bool
	ordinary  map[string]bool
	order     map[string]bool            // words that may stand in an order and mean nothing by it
	also      map[string]map[string]bool // command → more of them in its orders
	short     map[string]bool            // abbreviations that are written with a dot
	because   map[string]bool            // words that begin a clause of its own
	past      map[string]bool            // verbs that tell about something, beside those that their ending shows
	lang      int                        // of the file that is being added
	speaks    [2]map[string]bool         // words of each language's file: one that only one of them has shows the language
	first     map[string]string          // first word of a slash text → command
	noun      map[string]string          // what a slash command's name puts before → the command it is alone
	fixed     [2]map[string]bool         // by language: words that have no other forms
	groups    [2]map[string]string       // by language
	values    map[target]bool            // the fields and values that there are
	heads     []string
	unitWord  map[string]string
	unitEnds  []string          // endings of units' names
	same      map[string]string // slang and short forms → the word
	counting  map[string]string // short forms after a number → the word
	small     map[string]smallWord
	joined    map[string][]joinedWord // first piece → spellings in pieces
	learnt    map[string]bool         // words that may be found with one letter wrong
	numbers   map[string]int
	hundred   []string // what 100 is called
	dates     map[string]dateWord
	dated     map[string]bool // the words of dates as they are written
	learned   wordList        // learnt, to be searched
	pivots    wordList        // long words of dates, numbers and commands
	kindWords wordList        // long first words of kinds
	commands  []string        // number of a command → its name
	accented  map[string]bool // folded words that are written with å, ä or ö
	named     [2]string       // by language: what a programme that is called by its name is read as
	away      map[string]bool // says in a status that somebody is away for days: true; that they are not, or not yet: false
}

type prefixWord struct {
	word string
	sets []int32
}

// dateWord is what a word means to the calendar: "month" 9, "weekday" 1, "role" from.
type dateWord struct {
	class string
	value string
}

func newLexicon(sv, en string) (*lexicon, error) {
	l := &lexicon{ // with room for what the files hold: to grow is most of what filling a map costs
		classSets: map[string]int32{}, byFirst: make([][]opening, 0, 5200), kindFirst: map[int32][]*phrase{}, stems: [2]map[string][]int32{make(map[string][]int32, 1100), make(map[string][]int32, 1100)},
		exact: make(map[string][]int32, 3000), prefix: map[string][]prefixWord{}, filler: map[string]bool{},
		ordinary: make(map[string]bool, 4000), speaks: [2]map[string]bool{make(map[string]bool, 2400), make(map[string]bool, 1700)},
		learnt: make(map[string]bool, 3200), first: map[string]string{}, noun: map[string]string{}, unitWord: map[string]string{},
		numbers: map[string]int{}, dates: make(map[string]dateWord, 450), accented: map[string]bool{}, small: map[string]smallWord{},
		dated: map[string]bool{}, joined: map[string][]joinedWord{}, same: map[string]string{}, counting: map[string]string{}, away: map[string]bool{},
		order: map[string]bool{}, past: map[string]bool{}, also: map[string]map[string]bool{}, values: map[target]bool{}, because: map[string]bool{}, short: map[string]bool{},
	}
	for i, text := range []string{sv, en} {
		var d languageData
		if err := strictly(text, &d); err != nil {
			return nil, fmt.Errorf("words: %s: %w", languages[i], err)
		}
		if err := l.add(i, &d); err != nil {
			return nil, fmt.Errorf("words: %s: %w", languages[i], err)
		}
	}
	for _, name := range slices.Sorted(maps.Values(l.first)) { // some have no phrases; nothing is added once texts are read
		l.commandID(name)
	}
	return l, nil
}

func (l *lexicon) add(lang int, d *languageData) error {
	l.lang = lang
	for _, w := range strings.Fields(strings.ToLower(d.Telling + " " + d.Ordinary)) {
		if f := fold(w); f != w {
			l.accented[f] = true
		}
	}
	if err := l.addSmall(d.Small); err != nil {
		return err
	}
	for pieces, w := range d.Joined {
		p := strings.Fields(fold(pieces))
		l.joined[p[0]] = append(l.joined[p[0]], joinedWord{p[1:], w})
	}
	l.unitEnds = append(l.unitEnds, strings.Fields(fold(d.UnitEnds))...)
	for w, full := range d.Same {
		l.same[fold(w)] = full
	}
	for w, full := range d.AfterNumber {
		l.counting[fold(w)] = full
	}
	for _, w := range strings.Fields(fold(d.Away)) {
		l.away[w] = true
	}
	if d.Programme != "" {
		l.named[lang] = d.Programme
	}
	for _, w := range strings.Fields(fold(d.NotAway)) {
		l.away[w] = false
	}
	if l.groups[lang] == nil {
		l.groups[lang] = map[string]string{}
	}
	maps.Copy(l.groups[lang], d.Groups)
	l.fixed[lang] = map[string]bool{}
	for _, w := range strings.Fields(fold(d.Uninflected)) {
		l.fixed[lang][w] = true
	}
	c := compiler{lex: l, lang: lang, groups: l.groups[lang], stems: make(map[string]string, 2000), sets: make(map[string]int32, 3000)}
	for _, w := range strings.Fields(fold(d.Fillers)) {
		l.filler[w] = true
		l.ordinary[w] = true
		l.speaks[lang][w] = true
	}
	for _, w := range strings.Fields(fold(d.Ordinary)) {
		l.ordinary[w] = true
		l.speaks[lang][w] = true
	}
	for _, list := range []struct {
		words string
		set   map[string]bool
	}{{d.Order, l.order}, {d.Because, l.because}, {d.Abbreviations, l.short}, {d.Past, l.past}} {
		addBoth(list.set, list.words)
	}
	for cmd, lists := range d.Commands {
		if l.also[cmd] == nil {
			l.also[cmd] = map[string]bool{}
		}
		addBoth(l.also[cmd], lists.Also)
	}
	for _, w := range strings.Fields(fold(d.Telling)) {
		l.speaks[lang][w] = true
		l.ordinary[w] = true
	}
	for w, n := range d.Numbers {
		l.numbers[fold(w)] = n
		l.pivot(fold(w))
		if len(fold(w)) >= 5 {
			l.learned.add(fold(w))
		}
		if n == hundred {
			l.hundred = append(l.hundred, fold(w))
		}
		l.ordinary[fold(w)] = true
	}
	for w, u := range d.UnitWords {
		l.unitWord[fold(w)] = fold(u)
	}
	for w, cmd := range d.Nouns {
		l.noun[fold(w)] = cmd
	}
	for _, h := range d.Heads {
		l.heads = append(l.heads, fold(h))
	}
	for class, values := range d.Dates {
		for value, list := range values {
			for _, w := range strings.Fields(list) {
				if old, ok := l.dates[fold(w)]; ok && old != (dateWord{class, value}) {
					return fmt.Errorf("dates.%s.%s: %q stands in dates.%s.%s too", class, value, w, old.class, old.value)
				}
				l.dates[fold(w)] = dateWord{class, value}
				l.dated[strings.ToLower(w)] = true
				l.learn(fold(w))
				l.pivot(fold(w))
			}
		}
	}
	if err := c.compileAll(d); err != nil {
		return err
	}
	for w, cmd := range l.first {
		if lists := d.Commands[cmd]; slices.Contains(lists.First, w) {
			l.pivot(w)
		}
	}
	return nil
}

// addBoth adds words as they are written, and marked as they look without å, ä and ö.
func addBoth(set map[string]bool, words string) {
	for _, w := range strings.Fields(strings.ToLower(words)) {
		set[w] = true
		if bare := fold(w); bare != w {
			set[bareWord+bare] = true
		}
	}
}

func (l *lexicon) commandID(name string) int {
	i := slices.Index(l.commands, name)
	if i < 0 {
		i = len(l.commands)
		l.commands = append(l.commands, name)
	}
	return i
}

// learn lets a word be found with one letter wrong.
func (l *lexicon) learn(w string) {
	if l.learnt[w] && l.speaks[l.lang][w] {
		return
	}
	l.speaks[l.lang][w] = true
	l.ordinary[w] = true
	if l.learnt[w] || l.filler[w] || len(w) < 4 {
		return
	}
	l.learnt[w] = true
	l.learned.add(w)
}
