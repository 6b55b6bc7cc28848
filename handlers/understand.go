package handlers

import (
	"context"
	"fmt"

	"handslag/handlers/words"
	"handslag/store"
)

// Understood is what the bot makes of a text. Of one that it does not understand it says how often that phrasing has come.
type Understood struct {
	words.Reading
	Shape  string `json:"shape,omitempty"` // the hash by which the phrasing is counted
	Missed int    `json:"missed,omitempty"`
}

func (u *Understood) count(tx *store.Tx, shape string) (err error) {
	if u.Shape, err = tx.ShapeHash(shape); err == nil {
		u.Missed, err = tx.ShapeCount(u.Shape)
	}
	return err
}

// Understand says what the bot makes of a text, as the person with the address, or as nobody. It changes nothing.
func (h *Handlers) Understand(ctx context.Context, text, email string) (Understood, error) {
	var r Understood
	err := h.store.Read(ctx, func(tx *store.Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		c := words.Context{Now: tx.Now.In(h.store.Zone()), Language: h.standard}
		if email != "" {
			m, err := tx.MemberByEmail(email)
			if err != nil {
				return err
			}
			if m == nil {
				return fmt.Errorf("nobody has the address %s", email)
			}
			c.Language, c.Now = m.Speaks(h.standard), inZone(c.Now, m.TZ)
		}
		r.Reading = h.vocabulary(reg).Read(text, c)
		if r.Command == "" && r.Refuse == "" {
			return r.count(tx, h.vocabulary(reg).Shape(text, c))
		}
		return nil
	})
	return r, err
}
