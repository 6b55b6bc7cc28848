package store

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	insertSubject = `INSERT INTO subjects (reference) VALUES (?)`
	insertMention = `INSERT INTO mentions (subject, outgoing) SELECT ?, id FROM outgoing WHERE key = ? ON CONFLICT DO NOTHING`
)

// subject gives the number by which the audit and the messages know a trainee, made where there is none.
func (tx *Tx) subject(reference string) (number int64, err error) {
	err = tx.get([]any{&number}, `SELECT number FROM subjects WHERE reference = ?`, reference)
	if none(err) {
		return tx.insert(insertSubject, reference)
	}
	return number, err
}

// erasedPrefix begins what stands in the place of a reference that has been disposed of.
const erasedPrefix = "D-0000-"

// Erased tells whether a reference is that of nobody any more.
func Erased(reference string) bool { return strings.HasPrefix(reference, erasedPrefix) }

// noteTrainee is note for a trainee.
func (tx *Tx) noteTrainee(reference, unit string, before, after any) error {
	number, err := tx.subject(reference)
	if err != nil {
		return err
	}
	return tx.note("trainee", strconv.FormatInt(number, 10), unit, before, after)
}

var saidReference = regexp.MustCompile(`D-[0-9]{4}-[0-9]{3,6}`)

// Mentions writes down whose references a message says, of those that there are. What it says may have taken the place of what was sent.
func (tx *Tx) Mentions(key string, payload []byte) error {
	if !bytes.Contains(payload, []byte("D-")) {
		return nil
	}
	said := saidReference.FindAllString(string(payload), -1)
	slices.Sort(said)
	for _, reference := range slices.Compact(said) {
		known, err := tx.known(reference)
		if err != nil {
			return err
		}
		if !known || Erased(reference) {
			continue
		}
		number, err := tx.subject(reference)
		if err != nil {
			return err
		}
		if _, err := tx.exec(insertMention, number, key); err != nil {
			return err
		}
	}
	return nil
}
