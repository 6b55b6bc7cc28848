package handlers

import (
	"cmp"
	"sync"
	"time"

	"handslag/handlers/words"
)

// readings remembers how what is pressed and typed as commands was read: most of it is one of a few texts, and to read one costs a sixth of what a claim
// does. It holds at most twice mostReadings, no longer than the words of the organisation stay the same, and nothing of what is written to the bot
// as to a colleague.
type readings struct {
	mu          sync.Mutex
	now, before map[wording]*known
}

const (
	mostReadings = 512
	longestRead  = 64 // bytes of a text that is remembered
)

// wording is all that a reading depends on beside the vocabulary, where it follows on nothing.
type wording struct {
	door                 Door
	noun, text, language string
	year                 int
	month                time.Month
	day                  int
}

// known is a reading, and the language in which the command's own word was put before the text.
type known struct {
	words.Reading
	language string
}

// readWords reads the request's words, in the language that c then has. What it gives may be remembered, and is to be left as it is.
func (t *turn) readWords(v *vocabulary, c *words.Context) *words.Reading {
	if t.req.Door != Slash && t.req.Door != Button || c.Last != nil || len(t.text) > longestRead {
		return &t.readAnew(v, c).Reading
	}
	key := wording{door: t.req.Door, noun: t.req.Noun, text: t.text, language: c.Language}
	key.year, key.month, key.day = c.Now.Date()
	k := v.known.get(key)
	if k == nil {
		if k = t.readAnew(v, c); shared(&k.Reading) {
			v.known.put(key, k)
		}
	}
	c.Language = k.language
	return &k.Reading
}

// readAnew has a frame of its own: most requests pass by without it, on a stack half as large.
//
//go:noinline
func (t *turn) readAnew(v *vocabulary, c *words.Context) *known {
	k := &known{Reading: v.Read(t.spoken(v.Vocabulary, c), *c)}
	k.language = c.Language
	return k
}

// shared tells whether a reading may be given to several: it is beyond doubt, and has no lists, in which each puts things in order.
func shared(r *words.Reading) bool {
	return r.Certain && r.Refuse == "" && r.Ask == "" && len(r.Candidates)+len(r.Args.Units)+len(r.Args.Slots)+len(r.Args.Trainees) == 0
}

func (r *readings) get(key wording) *known {
	r.mu.Lock()
	defer r.mu.Unlock()
	return cmp.Or(r.now[key], r.before[key])
}

func (r *readings) put(key wording, k *known) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil || len(r.now) >= mostReadings {
		r.before, r.now = r.now, map[wording]*known{}
	}
	r.now[key] = k
}
