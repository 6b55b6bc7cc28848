package locales

// FactsOf gives the names of the facts that a message is told with.
func (l *Locales) FactsOf(lang, id string) []string {
	s := l.said[lang][id]
	if s == nil {
		return nil
	}
	return append(append([]string(nil), s.one.facts...), s.many.facts...)
}
