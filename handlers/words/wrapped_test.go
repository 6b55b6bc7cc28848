package words

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// What is put around an order and makes it none. %s is the order.
var wrappings = map[string][]string{
	"sv": {
		"jag hörde att någon skrev %s", "%s, sa hon", "kanske %s", "ska man skriva %s?", "varför stod det %s", "hon skrev: %s", "inte %s",
		"vi pratade om att %s", "tänk om vi skulle %s", "%s? nej tack", "om chefen säger ja: %s", "det är inte bestämt, men %s", "det vore dumt att %s",
		"jag undrar om jag ska %s", "chefen vill: %s", "i fjol hette det %s", "de andra skrev ”%s”", "\"%s\"", "nästan: %s", "%s, eller?", "%s, fast inte än",
		"%s, men vänta", "ifall det går: %s", "grannskolan: %s", "förra året: %s", "strunta i det här: %s", "%s är ett exempel", "får man skriva %s",
		"hade vi sagt %s hade det gått", "skriv aldrig %s", "vad händer om jag skriver %s", "nån borde %s", "%s stod det i mejlet", "jag sa inte %s",
	},
	"en": {
		"I heard somebody wrote %s", "%s, she said", "maybe %s", "should one write %s?", "why did it say %s", "she wrote: %s", "don't %s", "we talked about whether to %s",
		"suppose we %s", "%s? no thanks", "if the boss agrees: %s", "it's not decided, but %s", "it would be silly to %s", "I wonder whether to %s", "my boss wants: %s",
		"the others wrote “%s”", "\"%s\"", "%s, right?", "%s, but not yet", "%s, but wait", "in case it works: %s", "never %s", "%s was an example", "what happens if I write %s",
		"someone ought to %s", "it said %s in the mail", "I didn't say %s", "imagine: %s", "nobody said %s", "unless told otherwise, %s",
	},
}

// The same for an order that gives no reason of its own, which would be no sentence then.
var plannings = map[string][]string{
	"sv": {"grannen ringde och sa %s", "det är din tur att %s", "man kan väl %s", "%s blev det aldrig", "hade tänkt %s", "nu har de gått och %s", "påstås det: %s", "visst var det %s",
		"%s, det vore något", "%s om det fanns tid", "tills vidare: inte %s", "i värsta fall %s", "på sikt vill vi %s", "%s nästa gång", "det räcker inte att %s", "ursäkta men vem bad er %s",
		"facket kräver: %s", "alternativ ett: %s", "det gick inte att %s", "jag ångrar att jag skrev %s", "%s (skämt)", "hon ska %s", "de vill %s", "låt oss aldrig %s", "ni får %s om ni vill", "är det dags att %s", "%s var planen", "efter att ha läst %s"},
	"en": {"the neighbours said %s", "it's your turn to %s", "one could %s", "%s never happened", "was going to %s", "they went and %s", "allegedly %s", "%s would be nice", "%s if there were time", "for now do not %s",
		"at worst we %s", "in the long run we want to %s", "%s next time", "it is not enough to %s", "who asked you to %s", "the union demands: %s", "option one: %s", "we were unable to %s", "I regret writing %s", "%s (joke)", "she will %s", "they want to %s",
		"let us never %s", "feel free to %s", "is it time to %s", "%s was the plan", "after reading %s", "somebody else should %s", "he thinks we should %s"},
}

// TestWhatIsPutAroundAnOrder puts words around every order of the labelled texts that is certain: it must be asked about then, whatever it was.
func TestWhatIsPutAroundAnOrder(t *testing.T) {
	certain, texts := 0, 0
	for _, u := range readUtterances(t, "testdata/utterances.txt") {
		if !writes[u.command] || u.command == "support" || u.command == "remind" || strings.ContainsAny(u.text, `"”?:`) {
			continue
		}
		plain := testVocabulary().Read(u.text, testContext(t))
		if !plain.Certain || plain.Command != u.command {
			continue
		}
		around := wrappings[plain.Language]
		if plain.Args.Reason == "" {
			around = append(slices.Clone(around), plannings[plain.Language]...)
		}
		for i, w := range around {
			if (u.line+i)%8 != 0 {
				continue // every text and every wrapping, not each with each
			}
			if u.command == "erase" && w == "förra året: %s" || u.command == "pause" && w == "inte %s" {
				continue // what is old is erased, and who wants no reminders says "inte" too
			}
			text := strings.ReplaceAll(w, "%s", strings.TrimRight(u.text, " .!"))
			texts++
			if r := testVocabulary().Read(text, testContext(t)); r.Certain && writes[r.Command] && (r.Command != "support" || i < len(wrappings[plain.Language])) {
				certain++
				if os.Getenv("V") != "" {
					t.Logf("%s | %s: %s", w, r.Command, text)
				}
			}
		}
	}
	t.Logf("%d of %d are certain", certain, texts)
	if certain > 0 {
		t.Errorf("%d of %d orders with something around them are certain", certain, texts)
	}
}
