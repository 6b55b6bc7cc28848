package handlers

// language chooses the language in which the person is answered.
func language(t *turn) (Reply, error) {
	chosen := t.args.Language
	switch chosen {
	case "sv", "en":
	case "slack":
		chosen = ""
	default:
		return t.done(t.say("language.which", nil), buttons(
			button(t.label("language.sv", nil), "language language:sv"),
			button(t.label("language.en", nil), "language language:en"),
			button(t.label("language.slack", nil), "language language:slack"))), nil
	}
	if err := t.tx.SetLanguage(t.person, chosen); err != nil {
		return Reply{}, err
	}
	t.person.Language = chosen
	t.speakOwn()
	return t.done(t.say("language.done", nil), buttons(t.undoButton())), nil
}

// speakOwn answers in the person's language as it is now.
func (t *turn) speakOwn() {
	t.own = t.person.Speaks(t.h.standard)
	t.lang = t.own
	t.h.remember(t.person, t.own)
}
