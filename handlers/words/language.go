package words

// Language is that which the text shows by its small words, else the asker's.
func (v *Vocabulary) Language(text string, c Context) string {
	return v.languageOf(tokens(oneLine(text), nil), c)
}
