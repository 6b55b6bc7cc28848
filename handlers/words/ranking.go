package words

import "slices"

func (s *scan) bonus(cmd int) {
	s.hits = append(s.hits, hit{p: &phrase{target: &target{command: s.lex.commands[cmd], cmd: cmd, weight: likelyWeight}}})
}

// ranking weighs the phrases: the strongest counts whole, the others half, what speaks against counts whole.
func (s *scan) ranking() []ranked {
	type tally struct{ most, sum, against float64 }
	tallies := make([]tally, len(s.lex.commands))
	for i, h := range s.hits {
		t := h.p.target
		if t.command == "" || s.repeated(i) || t.weight > 0 && s.tellsOf(&h) {
			continue
		}
		sum := &tallies[t.cmd]
		if w := float64(t.weight); w < 0 {
			sum.against = min(sum.against, w)
		} else {
			w += 0.5 * float64(min(4, len(h.p.parts)))
			sum.sum += w
			sum.most = max(sum.most, w)
		}
	}
	asks, reminds := s.asks(), s.beginsToRemind()
	var out []ranked
	for c, t := range tallies {
		if (asks || reminds) && isDone[s.lex.commands[c]] && (asks || s.lex.commands[c] != "remind") {
			t.against = min(t.against, notWeight)
		}
		if score := t.most + min(4, (t.sum-t.most)/2) + t.against; t.most > 0 && score > 0 {
			out = append(out, ranked{c, score})
		}
	}
	slices.SortFunc(out, func(a, b ranked) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		case s.lex.commands[a.cmd] < s.lex.commands[b.cmd]:
			return -1
		}
		return 1
	})
	return out
}

// beginsToRemind reports that what is to be done is what the writer wants to be reminded of: "säg till mig på fredag att plats 4 ska släppas".
func (s *scan) beginsToRemind() bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.p.target.command == "remind" && h.p.target.weight >= sureWeight && len(h.p.parts) > 0 && s.startsSentence(h.first)
	})
}

// isDone are the commands that do something, which a question does not ask for.
var isDone = map[string]bool{
	"claim": true, "release": true, "trainee": true, "end": true, "extend": true, "publish": true, "target": true, "transfer": true,
	"assign": true, "remind": true, "pause": true, "resume": true, "statement": true,
}

// asks reports that a sentence begins as a question.
func (s *scan) asks() bool { return s.begins("yes") }

// mayAsk reports that a sentence begins as a question or as a report in telegram style: "började D-2026-0143 på plats 12".
func (s *scan) mayAsk() bool { return s.begins("perhaps") }

func (s *scan) begins(asking string) bool {
	for _, h := range s.hits {
		if h.p.target.field != "asking" || h.p.target.value != asking {
			continue
		}
		i, stated := h.first, false
		for i > 0 && s.ts[i-1].kind == word && s.lex.filler[s.ts[i-1].fold] {
			i--
			stated = stated || s.does(i, smallSubject) && h.p.asksOfPiece()
		}
		if stated {
			continue
		}
		if s.startsSentence(i) {
			return true
		}
	}
	return false
}

// asksOfPiece reports the verb of a question before what it is about, "har plats 4": after a subject it states something, "vi har plats 4".
func (p *phrase) asksOfPiece() bool { return len(p.parts) > 1 && p.parts[1].classes != 0 }

// repeated reports that an earlier hit speaks for the same command with the same words.
func (s *scan) repeated(i int) bool {
	for _, h := range s.hits[:i] {
		if h.words == s.hits[i].words && h.p.target.command == s.hits[i].p.target.command && h.p.target.weight >= s.hits[i].p.target.weight {
			return true
		}
	}
	return false
}

// broadTerms stand in most sentences; they are what is explained where nothing else is.
var broadTerms = map[string]bool{"slot": true, "trainee": true, "unit": true, "quota": true, "target": true, "period": true, "programme": true, "supervisor": true}

// value is what the text says for a field of fixed values; the longest phrase wins, then the first.
func (s *scan) value(field string) string {
	best, most, got := "", 0, 0
	for _, h := range s.hits {
		if h.p.target.field != field {
			continue
		}
		n := len(h.p.parts)
		if field == "term" && broadTerms[h.p.target.value] {
			n = 0
		}
		if best == "" || n > most || n == most && h.first < got {
			best, most, got = h.p.target.value, n, h.first
		}
	}
	if best == "-" {
		return ""
	}
	return best
}
