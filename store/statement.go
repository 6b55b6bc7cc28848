package store

import (
	"database/sql"
	"strconv"
	"strings"
)

// Statement is what the programme leader says of the outlook, beside what the figures say.
type Statement struct {
	On      Date   `json:"on"`
	Verdict string `json:"verdict"` // whole, partly, not
	Text    string `json:"text"`
	Agrees  bool   `json:"agrees"` // with the figures
}

// Verdicts are the three steps in which a goal is reported.
var Verdicts = []string{"whole", "partly", "not"}

const mostStatement = 300 // characters

type statementFacts struct {
	Programme string `json:"programme"`
	Verdict   string `json:"verdict"`
}

// State writes down the programme leader's sentence, said today. It takes the place of an earlier one of the same day. One that speaks of a trainee
// is refused with "statement_reference".
func (tx *Tx) State(p *Programme, verdict, text string) error {
	if verdict != "whole" && verdict != "partly" && verdict != "not" {
		return RefuseField("verdict", "verdict_unknown", nil)
	}
	if text == "" {
		return RefuseField("sentence", "text_missing", nil)
	}
	if Refers(text) {
		return RefuseField("sentence", "statement_reference", nil)
	}
	if err := checkText("sentence", text, mostStatement); err != nil {
		return err
	}
	id, err := tx.insert(`INSERT INTO statements (programme, member, said_on, verdict, text) VALUES (?, ?, ?, ?, ?)`,
		p.Key, null(tx.by.Member), tx.Today(), verdict, text)
	if err != nil {
		return err
	}
	return tx.note("statement", strconv.FormatInt(id, 10), "", nil, statementFacts{p.Key, verdict})
}

// Refers tells whether a text speaks of a trainee by reference.
func Refers(text string) bool { return saidReference.MatchString(strings.ToUpper(text)) }

// unsay takes back a sentence; the one before it stands again.
func (tx *Tx) unsay(e Entry) error {
	if _, err := tx.exec(`DELETE FROM statements WHERE id = ?`, e.Object); err != nil {
		return err
	}
	return tx.note("statement", e.Object, "", e.After, nil)
}

// statement gives the last that had been said by the day, of the whole programme. One that speaks of a trainee, as could be said once, is not told.
func (tx *Tx) statement(p *Programme, q Question, s *Standing) error {
	if q.Unit != p.Scope || q.Kind != "" || q.Scope != "" || q.Period != "" {
		return nil
	}
	said, err := all(tx, func(r *sql.Rows) (st Statement, err error) {
		err = r.Scan(&st.On, &st.Verdict, &st.Text)
		return st, err
	}, `SELECT said_on, verdict, text FROM statements WHERE programme = ? AND said_on <= ?
		AND upper(text) NOT GLOB '*D-[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9]*' ORDER BY said_on DESC, id DESC LIMIT 1`, p.Key, q.At)
	if err != nil || len(said) == 0 {
		return err
	}
	said[0].Agrees = s.Verdict == "" || said[0].Verdict == s.Verdict
	s.Statement = &said[0]
	return nil
}
