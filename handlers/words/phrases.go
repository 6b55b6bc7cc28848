package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A phrase is a row of positions. In the data a position is a word, or words with | between; @name is a group; =word is
// that form and no other inflection; word* is every word that begins so; {class} is a found piece; ... is up to six words.
type phrase struct {
	text   string
	parts  []part
	target *target
	lang   uint8 // of the file it stands in
}

// There are some fifteen thousand parts: each is eight bytes.
type part struct {
	set     int32 // of words; -1 for a gap
	classes uses  // found pieces that may stand here too
	gap     bool
}

// uses are several uses: a bit for each.
type uses uint16

func (u uses) has(one use) bool { return u&(1<<one) != 0 }

// target is what a phrase speaks for: a command with a weight, or a field with a value.
type target struct {
	command, field, value string
	cmd                   int // number of the command
	weight                int
}

// said reports that the phrase says an argument, rather than how the text is meant.
func (t *target) said() bool {
	switch t.field {
	case "", "asking", "tentative", "conditional", "others", "request", "wish", "done", "topic", "other", "fine", "change", "adjust", "pace", "rate", "tense", "follow", "comparing", "row", "sent", "sent_to":
		return false
	}
	return true
}

const (
	sureWeight   = 10
	likelyWeight = 6
	hintWeight   = 3
	notWeight    = -7
)

var classes = map[string]use{
	"{n}": usedNumber, "{kind}": usedKind, "{unit}": usedUnit, "{date}": usedDate, "{ref}": usedTrainee, "{slot}": usedSlot,
	"{person}": usedPerson, "{extent}": usedExtent,
}

type compiler struct {
	lex     *lexicon
	lang    int
	groups  map[string]string
	parts   []part            // of the phrase at hand
	stems   map[string]string // of the words that there have been
	phrases slab[phrase]
	places  slab[part]
	sets    map[string]int32 // one position of a phrase, as written → its number
}

// slab hands out pieces of larger ones: that many small ones cost is most of a start.
type slab[T any] struct{ rest []T }

// copy gives a copy of its own.
func (s *slab[T]) copy(of ...T) []T {
	n := len(of)
	if len(s.rest) < n {
		s.rest = make([]T, max(n, 512))
	}
	out := s.rest[:n:n]
	s.rest = s.rest[n:]
	copy(out, of)
	return out
}

// compileAll goes by name, so that of what weighs the same the same is chosen always.
func (c *compiler) compileAll(d *languageData) error {
	for _, cmd := range slices.Sorted(maps.Keys(d.Commands)) {
		lists := d.Commands[cmd]
		id := c.lex.commandID(cmd)
		for _, w := range lists.First {
			c.lex.first[fold(w)] = cmd
			c.lex.learn(fold(w))
		}
		for _, l := range []struct {
			phrases []string
			weight  int
		}{{lists.Sure, sureWeight}, {lists.Likely, likelyWeight}, {lists.Hint, hintWeight}, {lists.Not, notWeight}} {
			t := &target{command: cmd, cmd: id, weight: l.weight}
			for _, p := range l.phrases {
				if err := c.compile(p, t); err != nil {
					return fmt.Errorf("commands.%s: %w", cmd, err)
				}
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(d.Kinds)) {
		t := &target{field: "kind", value: kind}
		for _, p := range d.Kinds[kind] {
			if err := c.compile(p, t); err != nil {
				return fmt.Errorf("kinds.%s: %w", kind, err)
			}
			if w := fold(strings.Trim(p, "=*")); len(w) >= longKind && !strings.Contains(w, " ") {
				c.lex.kindWords.add(w)
			}
		}
	}
	for _, field := range slices.Sorted(maps.Keys(d.Values)) {
		for _, value := range slices.Sorted(maps.Keys(d.Values[field])) {
			t := &target{field: field, value: value}
			c.lex.values[*t] = true
			for _, p := range d.Values[field][value] {
				if err := c.compile(p, t); err != nil {
					return fmt.Errorf("values.%s.%s: %w", field, value, err)
				}
			}
		}
	}
	return nil
}

func (c *compiler) compile(text string, t *target) error {
	c.parts = c.parts[:0]
	for w := range strings.FieldsSeq(text) {
		if w == "..." {
			c.parts = append(c.parts, part{set: -1, gap: true})
			continue
		}
		set, err := c.set(w)
		if err != nil {
			return &phraseError{text, err.Error()}
		}
		c.parts = append(c.parts, part{set: set, classes: classesOf(w)})
	}
	if len(c.parts) == 0 || c.parts[0].gap {
		return &phraseError{text, "a phrase begins with a word"}
	}
	p := &c.phrases.copy(phrase{text: text, parts: c.places.copy(c.parts...), target: t, lang: uint8(c.lang)})[0]
	c.opens(p, p.parts[0].set)
	for u := free; u <= usedOther; u++ {
		if p.parts[0].classes.has(u) {
			c.opens(p, c.classSet(classNames[u]))
		}
	}
	return nil
}

// opens has a phrase looked for where its first part stands.
func (c *compiler) opens(p *phrase, set int32) {
	if p.target.field == "kind" {
		c.lex.kindFirst[set] = append(c.lex.kindFirst[set], p)
	} else {
		c.lex.byFirst[set] = append(c.lex.byFirst[set], opening{p, p.needs()})
	}
}

// opening is a phrase by its first part. A text that hasn't the place that it needs has not the phrase, which is seen without looking at it.
type opening struct {
	p     *phrase
	needs int32 // -1: none
}

// needs gives a place after the first part that only a word can stand in, -1 where there is none.
func (p *phrase) needs() int32 {
	for _, q := range p.parts[1:] {
		if !q.gap && q.classes == 0 {
			return q.set
		}
	}
	return -1
}

// phraseError is what is wrong with a phrase.
type phraseError struct{ text, what string }

func (e *phraseError) Error() string { return fmt.Sprintf("%q: %s", e.text, e.what) }

func classesOf(w string) (out uses) {
	if !strings.Contains(w, "{") {
		return 0
	}
	for alt := range strings.SplitSeq(w, "|") {
		if u, ok := classes[alt]; ok {
			out |= 1 << u
		}
	}
	return out
}

func (c *compiler) classSet(w string) int32 {
	n, ok := c.lex.classSets[w]
	if !ok {
		n = c.newSet()
		c.lex.classSets[w] = n
	}
	return n
}

func (c *compiler) newSet() int32 {
	n := int32(len(c.lex.byFirst))
	c.lex.byFirst = append(c.lex.byFirst, nil)
	return n
}

// set numbers one position and makes every word of it lead to that number.
func (c *compiler) set(w string) (int32, error) {
	if n, ok := c.sets[w]; ok {
		return n, nil
	}
	n := c.newSet()
	c.sets[w] = n
	for alt := range strings.SplitSeq(w, "|") {
		if strings.HasPrefix(alt, "{") {
			if _, ok := classes[alt]; !ok {
				return 0, fmt.Errorf("unknown class %s", alt)
			}
			continue
		}
		if g, ok := strings.CutPrefix(alt, "@"); ok {
			group, ok := c.groups[g]
			if !ok {
				return 0, fmt.Errorf("unknown group @%s", g)
			}
			for member := range strings.FieldsSeq(group) {
				c.word(fold(member), n)
			}
			continue
		}
		c.word(fold(alt), n)
	}
	return n, nil
}

func (c *compiler) word(w string, set int32) {
	l := c.lex
	if exact, ok := strings.CutPrefix(w, "="); ok {
		l.learn(exact)
		addSet(l.exact, exact, set)
		return
	}
	if begin, ok := strings.CutSuffix(w, "*"); ok {
		l.learn(begin)
		k := begin[:min(3, len(begin))]
		list := l.prefix[k]
		i := slices.IndexFunc(list, func(p prefixWord) bool { return p.word == begin })
		if i < 0 {
			i = len(list)
			list = append(list, prefixWord{word: begin})
		}
		if !slices.Contains(list[i].sets, set) {
			list[i].sets = append(list[i].sets, set)
		}
		l.prefix[k] = list
		return
	}
	stem, known := c.stems[w]
	if !known {
		l.learn(w)
		stem = stems[c.lang](w)
		c.stems[w] = stem
	}
	addSet(l.exact, w, set) // what stands there as it is written goes before its other forms
	if !l.fixed[c.lang][w] {
		addSet(l.stems[c.lang], stem, set)
	}
}

var stems = [2]func(string) string{stemSV, stemEN}

func addSet(m map[string][]int32, k string, set int32) {
	if old := m[k]; !slices.Contains(old, set) {
		m[k] = append(old, set)
	}
}

// setsOf appends the positions that a folded word may stand in.
func (l *lexicon) setsOf(w string, ids []int32) []int32 {
	ids = appendNew(ids, l.exact[w])
	for lang, stem := range stems {
		if !l.fixed[lang][w] {
			ids = appendNew(ids, l.stems[lang][stem(w)])
		}
	}
	if len(w) >= 3 {
		for _, p := range l.prefix[w[:3]] {
			if strings.HasPrefix(w, p.word) {
				ids = appendNew(ids, p.sets)
			}
		}
	}
	return ids
}

func appendNew(ids, more []int32) []int32 {
	for _, n := range more {
		if !slices.Contains(ids, n) {
			ids = append(ids, n)
		}
	}
	return ids
}

// headOf is the last part of a long compound, "språkpraktikplatsen" → "platsen"; "" for none.
func (l *lexicon) headOf(w string) string {
	if len(w) < 9 {
		return ""
	}
	for _, h := range l.heads {
		if len(w) > len(h)+3 && strings.HasSuffix(w, h) {
			return h
		}
	}
	return ""
}
