package words

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

//go:embed sv.toml
var svData string

//go:embed en.toml
var enData string

// languageData is one data file. The comments in sv.toml say what each part is for.
type languageData struct {
	Fillers       string
	Ordinary      string
	Telling       string
	Order         string
	Past          string
	Uninflected   string
	Because       string
	Abbreviations string
	Groups        map[string]string
	Commands      map[string]commandWords
	Kinds         map[string][]string
	Values        map[string]map[string][]string
	Heads         []string
	UnitWords     map[string]string `toml:"unit_words"`
	Dates         map[string]map[string]string
	Numbers       map[string]int
	Nouns         map[string]string
	Small         map[string]string
	Joined        map[string]string
	UnitEnds      string `toml:"unit_ends"`
	Same          map[string]string
	AfterNumber   map[string]string `toml:"after_number"`
	Away          string
	NotAway       string `toml:"not_away"`
	Programme     string
}

// commandWords are what people say when they want a command.
type commandWords struct {
	First, Sure, Likely, Hint, Not []string
	Also                           string // words that may stand in its orders
}

// embedded is the words that the program comes with.
var embedded = sync.OnceValue(func() *lexicon {
	l, err := newLexicon(svData, enData)
	if err != nil {
		panic(err) // the files are embedded and tested
	}
	return l
})

// Warm reads the data files, which otherwise happens at the first text.
func Warm() {
	var parts sync.WaitGroup
	parts.Go(func() { theWatchlist() })
	theLexicon()
	parts.Wait()
}

// strictly reads TOML of which every key has to have its place.
func strictly(text string, into any) error {
	return toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(into)
}

var languages = [2]string{"sv", "en"}
