package words

import "strings"

// Shape is a text with all that it is about taken out, so that the same phrasing gives the same shape whoever says it of what: units, dates, kinds,
// numbers, references and people stand as what they are, and words in their simplest form. "Hur funkar plats 11?" and "hur funkar plats 12" have one.
func (v *Vocabulary) Shape(text string, c Context) string {
	var r Reading
	s := v.scan(oneLine(text), c)
	defer s.done()
	s.read(&r)
	var parts []string
	for i := range s.ts {
		part := s.shapeOf(&s.ts[i])
		if part != "" && (len(parts) == 0 || parts[len(parts)-1] != part || part[0] != '<') {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

var shapes = map[use]string{usedKey: "<key>", usedSlot: "<slot>", usedTrainee: "<trainee>", usedPerson: "<person>", usedUnit: "<unit>", usedKind: "<kind>",
	usedDate: "<date>", usedExtent: "<extent>", usedNumber: "<number>"}

func (s *scan) shapeOf(t *token) string {
	switch {
	case t.kind == mark:
		return ""
	case shapes[t.use] != "":
		return shapes[t.use]
	case t.kind == number:
		return "<number>"
	case t.kind != word:
		return "<person>"
	case s.lang == "en":
		return stemEN(t.fold)
	}
	return stemSV(t.fold)
}
