package words

// turnedRound reports that the unit which gives is named after the one that gets: "till Kärna skola från Ryd skola", "ge Ryd skola två av Kärnas".
func (s *scan) turnedRound(codes []string) bool {
	for _, h := range s.hits {
		if h.p.target.field != "adjust" {
			continue
		}
		for _, m := range s.units { // "minska Hemtjänst med 2 och lägg dem på Lokalvård", "öka Lokalvård med 2 …"
			if m.start > h.first {
				return (h.p.target.value == "more") == (m.codes[0] == codes[0])
			}
		}
	}
	for _, m := range s.units {
		if len(m.codes) != 1 || s.exact {
			continue
		}
		j := m.start - 1
		for j > 0 && (s.lex.filler[s.ts[j].fold] || s.does(j, smallPlace)) && !s.givesBefore(j) && !s.does(j, smallTo) {
			j--
		}
		switch gives, gets := s.givesBefore(j), s.does(j, smallTo); {
		case gives && m.codes[0] == codes[1], gets && m.codes[0] == codes[0]:
			return true
		case gives && m.codes[0] == codes[0], gets && m.codes[0] == codes[1]:
			return false
		}
	}
	return false
}

// givesBefore reports a word before the unit that gives: "från", "av", "off".
func (s *scan) givesBefore(i int) bool {
	if i < 0 || s.ts[i].kind != word {
		return false
	}
	d := s.lex.dates[s.ts[i].fold]
	return d.class == "role" && d.value == "from" || s.does(i, smallOf)
}
