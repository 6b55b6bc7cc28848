package words

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

//go:embed guard.toml
var guardTOML string

// hint is what the watchlist knows of a word or phrase. A phrase's hint stands at its last word.
type hint uint64

const (
	hintHealth hint = 1 << iota
	hintHealthOf
	hintBackground
	hintBackgroundOf
	hintNeutral // a process or an organisation: what it covers is neither sensitive nor a person

	hintFrame   // a question about the rules
	hintSomeone // points at one person: she, his, the lad, my trainee
	hintTrainee
	hintSlot // a word that a slot's number follows

	hintName
	hintNameWord // a name that is an ordinary word too
	hintCalled   // is called
	hintLog      // a name after it is a trainee's: log, end, extend
	hintForWhom  // for, to: a name after it is a trainee's where a placement is meant
	hintStays    // a name before it is a trainee's: starts, with you, on slot
	hintAsk      // opens a question about a person: is, when does, can
	hintOwned    // what a trainee has: placement, end date
	hintStaff
	hintStaffVerb // a name after it is a colleague's: contact, ask, thanks
	hintIs
	hintAs
	hintPlaceHead
	hintPlaceTail
	hintAt

	hintIDWord
	hintPhoneWord
	hintPayment
	hintLastFour
	hintBorn
	hintAsylumNumber
	hintDashWord
	hintSpoken
	hintFiller

	hintSensitive  = hintHealth | hintHealthOf | hintBackground | hintBackgroundOf
	hintNameable   = hintName | hintNameWord
	hintTraineeish = hintTrainee | hintLog | hintCalled
)

var hintOf = map[string]hint{
	"health.always": hintHealth, "health.about": hintHealthOf,
	"background.always": hintBackground, "background.about": hintBackgroundOf,
	"neutral.phrases": hintNeutral, "rules.frames": hintFrame,
	"people.someone": hintSomeone, "people.trainee": hintTrainee, "people.staff": hintStaff, "people.contact": hintStaffVerb,
	"names.plain": hintName, "names.words": hintNameWord,
	"sentence.called": hintCalled, "sentence.log": hintLog, "sentence.for": hintForWhom, "sentence.stays": hintStays,
	"sentence.ask": hintAsk, "sentence.owned": hintOwned, "sentence.is": hintIs, "sentence.as": hintAs, "sentence.slot": hintSlot, "sentence.filler": hintFiller,
	"place.heads": hintPlaceHead, "place.tails": hintPlaceTail, "place.at": hintAt,
	"number.id": hintIDWord, "number.phone": hintPhoneWord, "number.payment": hintPayment, "number.last_four": hintLastFour,
	"number.born": hintBorn, "number.asylum": hintAsylumNumber, "number.dash": hintDashWord, "number.spoken": hintSpoken,
}

// watchlist is guard.toml, compiled. It is read only.
type watchlist struct {
	exact                       map[string]*watched
	begins                      map[string][]watchedPart // by the first four letters
	ends                        map[string][]watchedPart // by the last four
	near                        map[string][]watchedPart // long sensitive words and beginnings by their first two letters, for misspelt ones
	spoken                      [256][]spokenNumber      // number words by their first letter, long ones first
	pauses                      map[string]bool          // what is said between the parts of a number
	offWho, offBetween, offSick map[string]bool          // of who is off sick: the writer, what stands between, the sickness
	// inflections are what Swedish and English put at the end of nouns, adjectives and names, longest first.
	inflections []string
	endings     [][]byte // of words that name a place or an organisation: streets, schools, clinics
	room        slab[watched]
}

type watched struct {
	flags   hint
	marks   string // where set, how the word must be written, marks and all, to have the hints of marked
	marked  hint
	phrases []*watchedPhrase
}

type watchedPart struct {
	part    string
	flags   hint
	phrases []*watchedPhrase
}

var theWatchlist = sync.OnceValue(func() *watchlist {
	w, err := newWatchlist(guardTOML)
	if err != nil {
		panic(err) // the file is embedded and tested
	}
	return w
})

func newWatchlist(text string) (*watchlist, error) {
	var data map[string]map[string]string
	if err := toml.Unmarshal([]byte(text), &data); err != nil {
		return nil, fmt.Errorf("words: guard.toml: %w", err)
	}
	w := &watchlist{exact: make(map[string]*watched, 3500), begins: map[string][]watchedPart{}, ends: map[string][]watchedPart{}, near: map[string][]watchedPart{}}
	sets := map[string][]string{}
	for name, list := range data["sets"] {
		sets[name] = strings.Fields(guardFold(list))
	}
	w.addSpoken(sets["spoken"])
	w.pauses, w.offWho, w.offBetween, w.offSick = listed(sets["pauses"]), listed(sets["off_who"]), listed(sets["off_between"]), listed(sets["off_sick"])
	w.inflections = sets["inflections"]
	for section, lists := range data {
		for name, list := range lists {
			key := section + "." + name
			if key == "place.endings" {
				for _, ending := range strings.Fields(guardFold(list)) {
					w.endings = append(w.endings, []byte(ending))
				}
			} else if h := hintOf[key]; h != 0 {
				if err := w.addList(list, h, sets); err != nil {
					return nil, fmt.Errorf("words: guard.toml: %s: %w", key, err)
				}
			} else if section != "sets" {
				return nil, fmt.Errorf("words: guard.toml: unknown list %s", key)
			}
		}
	}
	return w, nil
}

func listed(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}

func (w *watchlist) addList(list string, h hint, sets map[string][]string) error {
	for _, entry := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '\n' }) {
		if entry = strings.TrimSpace(asPieces.Replace(entry)); entry == "" {
			continue
		}
		if err := w.add(entry, h, sets); err != nil {
			return err
		}
	}
	return nil
}

// asPieces parts an entry where a text is parted.
var asPieces = strings.NewReplacer("-", " ", "'", " ", ":", " ")

func (w *watchlist) add(entry string, h hint, sets map[string][]string) error {
	if strings.ContainsRune(entry, ' ') {
		return w.addPhrase(entry, h, sets)
	}
	low := guardFold(entry)
	if name, ok := strings.CutPrefix(low, "@"); ok {
		for _, word := range sets[name] {
			w.word(word).flags |= h
		}
		return nil
	}
	if h&(hintHealth|hintBackground) != 0 {
		w.addNear(low, h)
	}
	switch {
	case strings.HasPrefix(entry, "="):
		e := w.word(low[1:])
		e.marked, e.marks = e.marked|h, strings.ToLower(strings.TrimPrefix(entry, "="))
	case strings.HasSuffix(low, "*"):
		return addPart(w.begins, strings.TrimSuffix(low, "*"), true, watchedPart{flags: h})
	case strings.HasPrefix(low, "*"):
		return addPart(w.ends, strings.TrimPrefix(low, "*"), false, watchedPart{flags: h})
	default:
		w.word(low).flags |= h
	}
	return nil
}

func (w *watchlist) word(low string) *watched {
	e := w.exact[low]
	if e == nil {
		e = &w.room.copy(watched{})[0]
		w.exact[low] = e
	}
	return e
}

func addPart(to map[string][]watchedPart, part string, first bool, p watchedPart) error {
	if len(part) < 4 {
		return fmt.Errorf("%q is too short to stand for what begins or ends with it", part)
	}
	p.part = part
	key := part[len(part)-4:]
	if first {
		key = part[:4]
	}
	to[key] = append(to[key], p)
	return nil
}

// look finds what is known of the word at piece i and of the phrases that begin there.
func (w *watchlist) look(s *sift, i int) {
	p := &s.pieces[i]
	if p.number {
		return
	}
	low := s.word(i)
	if e := w.exact[string(low)]; e != nil {
		if e.marks != "" && strings.EqualFold(string(s.text[p.start:p.end]), e.marks) {
			p.flags |= e.marked
		} else {
			p.flags |= e.flags
		}
		w.try(s, i, e.phrases)
	}
	if len(low) < 4 {
		return
	}
	if p.flags&^hintNameable == 0 {
		p.flags |= w.inflected(low)
	}
	for _, part := range w.begins[string(low[:4])] {
		if strings.HasPrefix(string(low), part.part) {
			if part.flags&hintSensitive == 0 || !w.isPlace(low) {
				p.flags |= part.flags
			}
			w.try(s, i, part.phrases)
		}
	}
	for _, part := range w.ends[string(low[len(low)-4:])] {
		if bytes.HasSuffix(low, []byte(part.part)) {
			p.flags |= part.flags
		}
	}
	p.place = p.place || p.flags&hintNeutral != 0
	if p.flags == 0 && len(low) >= nearLength-1 {
		p.flags = w.misspelt(low)
	}
}

func (w *watchlist) isPlace(low []byte) bool {
	return slices.ContainsFunc(w.endings, func(ending []byte) bool { return bytes.HasSuffix(low, ending) })
}

// inflected gives the hints of the word without its ending. Of a name only the genitive is one.
func (w *watchlist) inflected(low []byte) (found hint) {
	for _, ending := range w.inflections {
		stem := len(low) - len(ending)
		if stem < 3 || string(low[stem:]) != ending {
			continue
		}
		e := w.exact[string(low[:stem])]
		if e == nil {
			continue
		}
		if ending == "s" {
			found |= e.flags & hintName
		}
		if stem >= 4 {
			found |= e.flags & (hintSensitive | hintTrainee | hintStaff | hintPlaceHead | hintPlaceTail | hintOwned | hintIDWord | hintAsylumNumber)
		}
	}
	return found
}
