package store

import "time"

// Handled gives what was answered to a request that has been handled, and true; false where it has not.
func (tx *Tx) Handled(id string) ([]byte, bool, error) {
	var answer []byte
	err := tx.get([]any{&answer}, `SELECT answer FROM requests WHERE id = ?`, id)
	switch {
	case err == nil:
		return answer, true, nil
	case none(err):
		return nil, false, nil
	}
	return nil, false, err
}

const insertRequest = `INSERT INTO requests (id, at, answer) VALUES (?, ?, ?)`

// MarkHandled says, in the transaction of its effect, that a request is done, and what was answered to it.
func (tx *Tx) MarkHandled(id string, answer []byte) error {
	_, err := tx.exec(insertRequest, id, tx.Stamp(), answer)
	return err
}

// ForgetRequests clears away those older than Slack could send again.
func (tx *Tx) ForgetRequests(age time.Duration) error {
	_, err := tx.exec(`DELETE FROM requests WHERE at < ?`, stamp(tx.Now.Add(-age)))
	return err
}
