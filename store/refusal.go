package store

import (
	"errors"
	"fmt"
)

// Facts are the values that a message is told with.
type Facts map[string]any

// Refusal is a "no" that the person can do something about. It is said by the message refusal.<Reason> with its facts;
// every other error is a fault, for the log.
type Refusal struct {
	Reason string
	Field  string // the form field it belongs to, where it belongs to one
	Facts  Facts
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s", r.Reason) }

// Refuse makes a Refusal.
func Refuse(reason string, facts Facts) error { return &Refusal{Reason: reason, Facts: facts} }

// RefuseField makes a Refusal that belongs to a form field.
func RefuseField(field, reason string, facts Facts) error {
	return &Refusal{Reason: reason, Field: field, Facts: facts}
}

// AsRefusal gives the Refusal in err, or nil where err is a fault or nil.
func AsRefusal(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
