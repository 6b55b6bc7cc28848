// Package words reads what people write: slash commands, messages, mentions, buttons and form fields, in Swedish and
// English. It is deterministic and works offline: a text is cut into tokens, the pieces that stand for something (units,
// dates, kinds, numbers, references) are found wherever they are, and what is left is weighed against the phrases of each
// command. The phrases are data, in sv.toml and en.toml, for HR's own people to read and extend.
package words

import (
	"strings"
	"time"
)

// Unit is what the words need to know of a unit.
type Unit struct {
	Code, Name string
	Aliases    []string
	Kind       string
	Parent     string
}

// Context is what a reading depends on beside the text.
type Context struct {
	Now      time.Time // in the person's zone; its date is today
	Language string    // of the answer where the text does not show one; "sv" when empty
	Last     *Reading  // the person's previous reading, for "samma men bara bolagen"; may be nil
}

// Reading is what a text was read as. It marshals to one line of `handslag understand`.
type Reading struct {
	Text     string   `json:"text"`
	Language string   `json:"language"`
	Command  string   `json:"command"`
	Certain  bool     `json:"certain"`
	Args     Args     `json:"args"`
	Missing  []string `json:"missing"`
	Ask      string   `json:"ask"`
	Suggest  []string `json:"suggest"`
	Refuse   string   `json:"refuse"`

	// Candidates are what Ask chooses between: unit codes, ISO dates, kinds or commands.
	Candidates []string `json:"-"`
}

// Args are the pieces that the text says, and only those. Dates are ISO days. Lists hold two or more.
type Args struct {
	Kind      string   `json:"kind,omitempty"`
	Unit      string   `json:"unit,omitempty"`
	Units     []string `json:"units,omitempty"`
	Slot      int64    `json:"slot,omitempty"`
	Slots     []int64  `json:"slots,omitempty"`
	Trainee   string   `json:"trainee,omitempty"`
	Trainees  []string `json:"trainees,omitempty"`
	Count     *int     `json:"count,omitempty"`
	Hours     *float64 `json:"hours,omitempty"` // a week
	Percent   *float64 `json:"percent,omitempty"`
	From      string   `json:"from,omitempty"`
	To        string   `json:"to,omitempty"` // inclusive
	At        string   `json:"at,omitempty"`
	Date      string   `json:"date,omitempty"`
	Period    string   `json:"period,omitempty"`
	Programme string   `json:"programme,omitempty"` // its key, where there are several
	Compare   string   `json:"compare,omitempty"`
	By        string   `json:"by,omitempty"`
	Top       *int     `json:"top,omitempty"`
	Weeks     *int     `json:"weeks,omitempty"`
	Days      *int     `json:"days,omitempty"`
	What      string   `json:"what,omitempty"`
	Scope     string   `json:"scope,omitempty"`
	Language  string   `json:"language,omitempty"`
	Result    string   `json:"result,omitempty"`
	Outcome   string   `json:"outcome,omitempty"`
	After     string   `json:"after,omitempty"` // outcomes: working or left, so many Days after a trainee's time ended
	Reason    string   `json:"reason,omitempty"`
	Format    string   `json:"format,omitempty"`
	Person    string   `json:"person,omitempty"`
	Role      string   `json:"role,omitempty"`
	Every     string   `json:"every,omitempty"`
	Term      string   `json:"term,omitempty"`

	Step string `json:"step,omitempty"` // target: proposal, anew, decide, decide_anew, history
	Rule string `json:"rule,omitempty"` // target: largest_remainder, sainte_lague

	Page      int    `json:"page,omitempty"`  // of a paged answer; only buttons say it
	Entry     int64  `json:"entry,omitempty"` // of the audit, for undo; only buttons say it
	Longer    string `json:"-"`               // extend: by how much, "14d" or "2m"
	Channel   string `json:"-"`               // of Slack, where a summary is to be sent; AnyChannel where it was not said which
	Change    string `json:"-"`               // target: more or less, where Count is by how much
	Gone      bool   `json:"-"`               // assign: the role is taken away; buttons say what:gone
	Published bool   `json:"-"`               // slots: the published ones rather than the unit's own
}

// Vocabulary is the words together with one organisation and its kinds of placement. It is built once per change of the
// organisation and may be used by several goroutines.
type Vocabulary struct {
	lex   *lexicon
	units *unitIndex
	kinds *kindIndex

	programmes []Programme
}

// New makes a vocabulary of the units, the stored names of the kinds of placement, and the programmes.
func New(units []Unit, kinds []string, programmes ...Programme) *Vocabulary {
	lex := theLexicon()
	return &Vocabulary{lex: lex, units: newUnitIndex(units, lex), kinds: newKindIndex(kinds, lex), programmes: programmes}
}

// Read says what the text means. It never fails: what cannot be read has an empty Command and suggestions.
func (v *Vocabulary) Read(text string, c Context) Reading {
	text = oneLine(text)
	found := v.guard(text, c.Now)
	if found.Refuse != "" {
		return Reading{Language: v.languageOf(tokens(text, nil), c), Missing: []string{}, Suggest: []string{}, Refuse: found.Refuse}
	}
	said := v.named(text, c)
	r := v.read(text, said, c)
	if !AboutProgramme(r.Command) && said != text { // the name means something else here
		r = v.read(text, text, c)
	}
	if found.Sick && r.Command == "" {
		r.Ask, r.Candidates, r.Suggest = "health", nil, []string{"pause", "contact", "support"}
	}
	if found.Ask {
		r.Ask, r.Certain, r.Candidates = "personnummer", false, nil
	}
	return r
}

// read reads a text as it is said with other words.
func (v *Vocabulary) read(text, said string, c Context) Reading {
	s := v.scan(said, c)
	defer s.done()
	r := &s.room.reading
	*r = Reading{Text: text, Missing: []string{}, Suggest: []string{}}
	s.read(r)
	if !AboutProgramme(r.Command) {
		r.Args.Programme = ""
	}
	return *r
}

func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text)
}
