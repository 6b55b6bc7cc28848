package store

import (
	"fmt"
	"regexp"
	"strconv"
)

// NextReference is the one that Log would give today, "D-2026-0143".
func (tx *Tx) NextReference() (string, error) {
	year, n := tx.Today().Year(), 0
	err := tx.get([]any{&n}, `SELECT last FROM reference_numbers WHERE year = ?`, year)
	if err != nil && !none(err) {
		return "", err
	}
	for { // past those that people have typed
		n++
		ref := reference(year, n)
		if known, err := tx.known(ref); err != nil || !known {
			return ref, err
		}
	}
}

func (tx *Tx) known(ref string) (known bool, err error) {
	err = tx.get([]any{&known}, `SELECT EXISTS (SELECT 1 FROM trainees WHERE reference = ?)`, ref)
	return known, err
}

func reference(year, n int) string { return fmt.Sprintf("D-%d-%04d", year, n) }

// giveReference finds the trainee a reference, or sees to it that the typed one is well formed and not another's.
func (tx *Tx) giveReference(t *Trainee) (err error) {
	if t.Reference == "" {
		if t.Reference, err = tx.NextReference(); err != nil {
			return err
		}
		return tx.usedReference(t.Reference) // never given again, even if this is taken back
	}
	if _, _, err := splitReference(t.Reference); err != nil {
		return err
	}
	known, err := tx.known(t.Reference)
	if err == nil && known {
		err = RefuseField("trainee", "trainee_known", Facts{"Trainee": t.Reference})
	}
	return err
}

// usedReference keeps the next number above one that has been used.
func (tx *Tx) usedReference(ref string) error {
	year, n, err := splitReference(ref)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO reference_numbers (year, last) VALUES (?, ?)
		ON CONFLICT (year) DO UPDATE SET last = excluded.last WHERE excluded.last > reference_numbers.last`, year, n)
	return err
}

var referenceForm = regexp.MustCompile(`^D-([0-9]{4})-([0-9]{3,6})$`)

// splitReference reads D-2026-0143; a Refusal "reference_form" where it is written otherwise.
func splitReference(ref string) (year, n int, err error) {
	parts := referenceForm.FindStringSubmatch(ref)
	if parts == nil || Erased(ref) {
		return 0, 0, RefuseField("trainee", "reference_form", nil)
	}
	year, err = strconv.Atoi(parts[1])
	if err != nil {
		return 0, 0, err
	}
	n, err = strconv.Atoi(parts[2])
	return year, n, err
}
