package main

import (
	"cmp"
	"embed"
	"fmt"
	"io"
	"strings"
)

//go:embed people.sv.md people.en.md
var peoplePages embed.FS

// responsible is what the municipality itself says of whose data these are and why it may have them.
type responsible struct {
	Controller string `env:"HANDSLAG_CONTROLLER" placeholder:"TEXT" help:"The controller of people's data, for the page of facts and the extracts (${env})."`
	DPO        string `name:"dpo" env:"HANDSLAG_DPO" placeholder:"TEXT" help:"How to reach the data protection officer, for the page of facts and the extracts (${env})."`
	LegalBasis string `env:"HANDSLAG_LEGAL_BASIS" placeholder:"TEXT" help:"The legal basis, as the municipality's lawyer has decided, for the page of facts and the extracts (${env})."`
}

// unsaid is what stands where a setting is not given.
var unsaid = map[string][3]string{
	"sv": {"(sätts med HANDSLAG_CONTROLLER)", "(sätts med HANDSLAG_DPO)", "uppgift av allmänt intresse, artikel 6.1 e i dataskyddsförordningen (ändras med HANDSLAG_LEGAL_BASIS)"},
	"en": {"(given by HANDSLAG_CONTROLLER)", "(given by HANDSLAG_DPO)", "a task in the public interest, article 6.1 e of the GDPR (changed by HANDSLAG_LEGAL_BASIS)"},
}

// people writes the page of facts about people's data.
func (r *responsible) people(w io.Writer, lang string) error {
	page, err := peoplePages.ReadFile("people." + lang + ".md")
	if err != nil {
		return err
	}
	not := unsaid[lang]
	_, err = fmt.Fprint(w, strings.NewReplacer("{{controller}}", cmp.Or(r.Controller, not[0]), "{{dpo}}", cmp.Or(r.DPO, not[1]),
		"{{basis}}", cmp.Or(r.LegalBasis, not[2])).Replace(string(page)))
	return err
}
