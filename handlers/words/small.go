package words

import (
	"fmt"
	"strings"
)

// smallWord is what one of the small words does in an expression; a word may do several things. Which words they are in
// each language stands in [small] of the data files.
type smallWord uint64

const (
	smallAnd       smallWord = 1 << iota
	smallThe                 // before a date
	smallHere                // "den här"
	smallWith                // "från och med", "jämfört med", "compared to"
	smallIn                  // before a month, a season, a year
	smallInside              // before a length of time
	smallTo                  // "till"
	smallThrough             // "t.o.m.", "through": with the last day
	smallUp                  // "fram till", "up to"
	smallOf                  // "slutet av", "end of"
	smallBetween             //
	smallAgo                 //
	smallAfter               // "veckan efter nästa"
	smallOut                 // "året ut"
	smallWhich               // "helgen som var"
	smallEach                // "20 timmar i veckan", "a week"
	smallLead                // between a preposition and its date
	smallName                // inside a unit's name
	smallLoose               // in a unit's name, need not be said
	smallPlace               // before a unit
	smallWhole               // between a preposition and a unit
	smallOrder               // "1:a", "1st"
	smallThan                // "no later than"
	smallAs                  // "as of"
	smallShyMonth            // a month only after a preposition or with a day
	smallShyDay              // a weekday only with its dots
	smallShySeason           // a season only after a preposition
	smallVerb                // no season in English, whatever it is in Swedish
	smallGeneral             // the general part of a unit's name: "förskolan", "hemtjänsten"
	smallOwner               // before what belongs to somebody: "sin praktik" names no kind
	smallNegation            // "inte", "not"
	smallOr                  // "eller", "or"
	smallForget              // "glöm inte att …" tells to do it
	smallEnding              // makes a name of a number: "214:an"
	smallIs                  // "är", "is"
	smallSubject             // who does something: "vi har plats 4" asks nothing
	smallGet                 // before what one wishes done: "få förlängt"
	smallUs                  // "me", "us"
	smallOurs                // "vår", "mine" after it
	smallInstead             // before the one whose place somebody takes: "för", "after"
	smallModal               // after who does something else: "hon ska", "she will"
	smallNo                  // "nej", "no"
	smallReport              // in what is told of what was said: "skrev", "heard"
	smallAndNumber           // between two numbers: "214 å 215"
	smallDefinite            // a part of the year that is this one by its form: "kvartalet"
	smallOneUnit             // a unit of time that is one by its form: "dagen före jul"
	smallNow                 // from when a length of time is counted: "two weeks from now"
	smallBy                  // until and with: "by 30 June"
	smallOne                 // the number one where a number stands alone
)

var smallNames = map[string]smallWord{
	"and": smallAnd, "the": smallThe, "here": smallHere, "with": smallWith, "in": smallIn, "inside": smallInside, "to": smallTo, "through": smallThrough,
	"up": smallUp, "of": smallOf, "between": smallBetween, "ago": smallAgo, "after": smallAfter, "out": smallOut, "which": smallWhich,
	"each": smallEach, "lead": smallLead, "name": smallName, "loose": smallLoose, "place": smallPlace, "whole": smallWhole,
	"order": smallOrder, "than": smallThan, "as": smallAs, "shy_month": smallShyMonth, "shy_day": smallShyDay,
	"shy_season": smallShySeason, "verb": smallVerb, "now": smallNow, "one_unit": smallOneUnit, "by": smallBy, "one": smallOne, "and_number": smallAndNumber, "definite": smallDefinite, "no": smallNo, "modal": smallModal, "instead": smallInstead, "report": smallReport, "ending": smallEnding, "is": smallIs, "subject": smallSubject, "get": smallGet, "ours": smallOurs, "us": smallUs, "general": smallGeneral, "owner": smallOwner, "or": smallOr, "forget": smallForget, "negation": smallNegation,
}

func (l *lexicon) addSmall(lists map[string]string) error {
	for name, list := range lists {
		bit, ok := smallNames[name]
		if !ok {
			return fmt.Errorf("small: unknown list %s", name)
		}
		for _, w := range strings.Fields(fold(list)) {
			l.small[w] |= bit
		}
	}
	return nil
}

// is reports that a word does this.
func (l *lexicon) is(w string, does smallWord) bool { return l.small[w]&does != 0 }

// does reports that the free token at i does this.
func (r *dateReader) does(i int, what smallWord) bool {
	t := r.tok(i)
	return t.kind == word && r.lex.is(t.fold, what)
}

// over skips the tokens from i on that do this.
func (r *dateReader) over(i int, what smallWord) int {
	for r.does(i, what) {
		i++
	}
	return i
}

func (s *scan) does(i int, what smallWord) bool {
	return i >= 0 && i < len(s.ts) && s.ts[i].kind == word && s.lex.is(s.ts[i].fold, what)
}
