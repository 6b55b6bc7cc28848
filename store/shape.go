package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"
)

// Shape is a phrasing that was not understood, without its words.
type Shape struct {
	Language string `json:"language"`
	Shape    string `json:"shape"` // a hash that only this database can make: ShapeHash
	Count    int    `json:"count"`
	First    Date   `json:"first"`
	Last     Date   `json:"last"`
}

const (
	mostShapes = 500                  // a day: somebody who writes nonsense fills no disk
	keepShapes = 400 * 24 * time.Hour // a year can be compared with the one before
)

// ShapeHash is what a shape is counted by. Its secret never leaves the database, so that a list of shapes says nothing to who lacks it.
func (tx *Tx) ShapeHash(shape string) (string, error) {
	var secret []byte
	if err := tx.get([]any{&secret}, `SELECT secret FROM shape_secret`); err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(shape))
	return hex.EncodeToString(mac.Sum(nil)[:8]), nil
}

// CountShape counts a phrasing that was not understood today.
func (tx *Tx) CountShape(language, shape string) error {
	hash, err := tx.ShapeHash(shape)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO shapes (day, language, shape, count) SELECT ?, ?, ?, 1 WHERE (SELECT count(*) FROM shapes WHERE day = ?) < ?
		ON CONFLICT (day, language, shape) DO UPDATE SET count = count + 1`, tx.Today(), language, hash, tx.Today(), mostShapes)
	return err
}

// Shapes gives the phrasings that were not understood, the most frequent first.
func (tx *Tx) Shapes(most int) ([]Shape, error) {
	return all(tx, func(r *sql.Rows) (s Shape, err error) {
		err = r.Scan(&s.Language, &s.Shape, &s.Count, &s.First, &s.Last)
		return s, err
	}, `SELECT language, shape, sum(count) AS n, min(day), max(day) FROM shapes GROUP BY language, shape ORDER BY n DESC, max(day) DESC, shape LIMIT ?`, most)
}

// ShapeCount is how often a shape was not understood.
func (tx *Tx) ShapeCount(hash string) (n int, err error) {
	err = tx.get([]any{&n}, `SELECT coalesce(sum(count), 0) FROM shapes WHERE shape = ?`, hash)
	return n, err
}

// ForgetShapes clears away what is too old to be compared with.
func (tx *Tx) ForgetShapes() error {
	_, err := tx.exec(`DELETE FROM shapes WHERE day < ?`, DateOf(tx.Now.Add(-keepShapes)))
	return err
}
