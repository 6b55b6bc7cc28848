package words

import (
	"slices"
	"strings"
	"sync"
)

// scan is one text on its way to a reading.
type scan struct {
	v      *Vocabulary
	lex    *lexicon
	c      Context
	ts     []token
	room   *buffers
	bare   bool // written without å, ä and ö
	dotted bool // written with them
	lang   string
	pure   int         // the only language that its words are of, -1 where they are of both or of none
	given  [][2]string // key:value pairs

	units     []unitMention
	dates     []when
	kinds     []string
	slots     []int64
	trainees  []string
	persons   []string
	hours     *float64
	percent   *float64
	lengths   []length
	heard     []hit // all phrases that the text holds
	hits      []hit // those of them that lie in no longer one
	cmd       int   // of the chosen command, -1 for none
	command   string
	followed  bool // a change of the previous reading
	exact     bool // a command word and nothing that was not understood
	odd       oddities
	strangers []int // tokens that name a unit which there is none of
}

func (v *Vocabulary) scan(text string, c Context) *scan {
	s := &scan{v: v, lex: v.lex, c: c, cmd: -1, room: rooms.Get().(*buffers)}
	s.ts = v.units.splitUnits(tokens(text, s.room.ts[:0]))
	if len(s.ts) > maxTokens {
		s.ts, s.odd.cut = s.ts[:maxTokens], true
	}
	s.lang = v.languageOf(s.ts, c)
	s.pure = v.onlyIn(s.ts)
	s.bare = s.lang == "sv" && s.writtenBare()
	s.dotted = slices.ContainsFunc(s.ts, func(t token) bool { return t.kind == word && t.low != t.fold && !t.cap })
	return s
}

// buffers are what a scan needs room for; a reading keeps nothing of them.
type buffers struct {
	ts      []token
	ids     []int32
	matches [][]wordMatch
	words   []wordMatch
	there   []uint64 // see places
	heard   []hit
	hits    []hit
	reading Reading // of the text
}

var rooms = sync.Pool{New: func() any { return &buffers{hits: []hit{}} }}

// done gives the room back.
func (s *scan) done() {
	clear(s.ts)
	s.room.reading = Reading{}
	s.room.ts = s.ts
	rooms.Put(s.room)
}

func (s *scan) read(r *Reading) {
	s.readKeys()
	s.readTextSpeak()
	s.readReferences()
	s.know()
	s.readUnits()
	s.readExtents()
	s.readKinds()
	s.readDates()
	s.readSlots()
	s.readOddities()
	if !s.slash() {
		s.findHits()
		s.chooseCommand()
		s.readStrangers()
	} else if len(s.kinds) > 0 && s.command == "end" || s.command == "forecast" { // "avsluta D-2026-0146 nystartsjobb" is what became of it
		s.findHits()
	}
	s.fill(r)
}

func (s *scan) writtenBare() bool {
	bare := false
	for _, t := range s.ts {
		if t.kind == word && t.low != t.fold {
			return false
		}
		bare = bare || t.kind == word && s.lex.accented[t.fold]
	}
	return bare
}

func (s *scan) readKeys() {
	for i := range s.ts {
		if t := &s.ts[i]; t.kind == key {
			s.given = append(s.given, [2]string{t.fold, t.text})
			t.use = usedKey
		}
		if t := &s.ts[i]; t.kind == person {
			t.use = usedPerson
			s.persons = append(s.persons, t.text)
		}
	}
}

// readTextSpeak reads the "4" of "reserve 66 4 me" as the word that it sounds like, and the "mån" of "3 mån" as what it is short for.
func (s *scan) readTextSpeak() {
	for i := 1; i < len(s.ts); i++ {
		if t := &s.ts[i]; t.kind == word && s.lex.counting[t.fold] != "" && (s.ts[i-1].kind == number || s.isNumeral(s.ts[i-1].fold)) {
			t.low = s.lex.counting[t.fold]
			t.fold = fold(t.low)
		}
		if t := &s.ts[i]; i+1 < len(s.ts) && s.lang == "en" && t.text == "4" && t.kind == number && !t.glued && s.does(i+1, smallUs) {
			t.kind, t.text, t.low, t.fold = word, "for", "for", "for"
		}
	}
}

func (s *scan) readReferences() {
	for i := 0; i < len(s.ts); i++ {
		if ref, end := s.referenceAt(i); ref != "" {
			s.trainees = appendOnce(s.trainees, ref)
			s.take(i, end, usedTrainee)
			i = end - 1
		}
	}
}

func appendOnce[T comparable](list []T, x T) []T {
	for _, y := range list {
		if x == y {
			return list
		}
	}
	return append(list, x)
}

// know gives every word its places in phrases, and corrects one wrong letter in words that nothing else knows.
func (s *scan) know() {
	buf := s.room.ids[:0]
	if cap(buf) < 16*len(s.ts) {
		buf = make([]int32, 0, 32*len(s.ts))
		s.room.ids = buf
	}
	for i := range s.ts {
		t := &s.ts[i]
		if t.kind != word || t.use != free {
			continue
		}
		buf = s.lex.setsOf(t.fold, buf[:0])
		if h := s.lex.headOf(t.fold); h != "" {
			buf = s.correctKind(t, h, buf)
			buf = s.lex.setsOf(h, buf)
		} else if len(t.fold) >= longKind && len(s.lex.exact[t.fold]) == 0 {
			buf = s.correctKind(t, "", buf)
		}
		t.ids = buf
		_, dated := s.lex.dates[t.fold]
		t.known = len(t.ids) > 0 || dated || s.lex.ordinary[t.fold] || s.isNumeral(t.fold)
		switch {
		case !t.known:
			s.correct(i)
		case !dated && len(t.fold) >= 5 && len(s.lex.exact[t.fold]) == 0 && !s.lex.ordinary[t.fold] && !t.corrected:
			s.correctPivot(i)
		}
		buf = buf[len(buf):]
	}
}

func (s *scan) isNumeral(w string) bool {
	_, ok := s.lex.numeral(w)
	return ok
}

// longKind is how many letters the word of a kind has that is found with one of them wrong, whatever it begins with.
const longKind = 8

// correctKind takes "sprakpaktik", before the head of a compound or not, for the kind that it is with a letter wrong. Places are what buf holds.
func (s *scan) correctKind(t *token, head string, buf []int32) []int32 {
	w := strings.TrimSuffix(t.fold, head)
	if len(w) < longKind || slices.ContainsFunc(buf, func(n int32) bool { return len(s.lex.kindFirst[n]) > 0 }) {
		return buf
	}
	best := ""
	s.lex.kindWords.near(w, func(c string) {
		if c[0] == w[0] && (best == "" || s.lex.better(w, c, best)) {
			best = c
		}
	})
	if best == "" {
		return buf
	}
	t.fold, t.low, t.corrected = best+head, best+head, true
	return s.lex.setsOf(t.fold, buf[:0])
}

// correctPivot takes a word that only its stem makes known for a word of a date, a number or a command that it is with a letter wrong.
func (s *scan) correctPivot(i int) {
	t := &s.ts[i]
	if x := s.v.units; x != nil && x.knows(t.fold) {
		return
	}
	if w := s.lex.correctPivot(t.fold); w != "" {
		t.fold, t.low, t.corrected = w, w, true
		t.ids = s.lex.setsOf(w, nil)
	}
}

// correct takes a word for the one it is with a letter wrong, unless it is a word of a unit's name.
func (s *scan) correct(i int) {
	t := &s.ts[i]
	if x := s.v.units; x != nil {
		if _, ok := x.codes[strings.TrimSuffix(t.fold, "s")]; ok {
			return
		}
		if _, ok := x.ids[t.fold]; ok || len(x.stems[stemSV(t.fold)]) > 0 {
			return
		}
		if len(t.fold) >= 5 && len(x.beginnings(t.fold, nil)) > 0 {
			return
		}
	}
	w := s.lex.correct(t.fold)
	if w == "" || t.cap && i > 0 && s.does(i-1, smallGeneral) || t.cap && i > 0 && s.afterPlace(i) && len(s.v.units.nearly(t.fold, nil)) > 0 {
		return
	}
	t.fold, t.low, t.known, t.corrected = w, w, true, true
	t.ids = s.lex.setsOf(w, nil)
}

func (s *scan) readDates() {
	r := dateReader{lex: s.lex, ts: s.ts, today: dateOf(s.c.Now), english: s.lang == "en"}
	s.dates = r.all()
	for i := range s.ts { // the "end" of "until the end of May" ends nothing
		if t := &s.ts[i]; t.use == usedDate && s.lex.dates[t.fold].class == "edge" && s.does(i+1, smallOf) {
			t.ids = nil
		}
	}
}

// languageOf is the language that the text shows by words which only one of them has, else the asker's.
func (v *Vocabulary) languageOf(ts []token, c Context) string {
	n := v.wordsOf(ts)
	switch {
	case n[0] > n[1]:
		return languages[0]
	case n[1] > n[0]:
		return languages[1]
	case c.Language != "":
		return strings.ToLower(c.Language)
	}
	return languages[0]
}

// onlyIn is the language that some words show and none speaks against, as an index; -1 for none.
func (v *Vocabulary) onlyIn(ts []token) int {
	switch n := v.wordsOf(ts); {
	case n[0] > 1 && n[1] == 0:
		return 0
	case n[1] > 1 && n[0] == 0:
		return 1
	}
	return -1
}

// wordsOf counts the words that only one of the languages has.
func (v *Vocabulary) wordsOf(ts []token) (n [2]int) {
	for i := range ts {
		t := &ts[i]
		if t.kind != word {
			continue
		}
		sv, en := v.lex.speaks[0][t.fold], v.lex.speaks[1][t.fold]
		if v.units.isNameWord(t.fold) && !v.lex.filler[t.fold] {
			continue // a unit's name is the same in both
		}
		switch {
		case sv && !en:
			n[0]++
		case en && !sv:
			n[1]++
		case t.low != t.fold && !t.cap:
			n[0]++
		}
	}
	return n
}
