package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"
)

// The audit is a chain: the hash of a row is SHA-256 over the hash of the row before it (32 zeroes before the first) and the row's values. Whoever can
// write the file can make all hashes anew, so the head, the last row's number and hash, is also to be noted where they can't write.

// Head is the end of the audit's chain.
type Head struct {
	Row  int64
	Hash []byte // nil: the audit is empty
}

// String writes the head as it is noted, "1204:9f86d081884c7d65": as many hexadecimal digits as nobody finds a second row for.
func (h Head) String() string {
	return strconv.FormatInt(h.Row, 10) + ":" + hex.EncodeToString(h.Hash[:min(len(h.Hash), 16)])
}

// ParseHead reads what String wrote.
func ParseHead(s string) (h Head, err error) {
	row, sum, _ := strings.Cut(strings.TrimSpace(s), ":")
	if h.Row, err = strconv.ParseInt(row, 10, 64); err == nil {
		h.Hash, err = hex.DecodeString(sum)
	}
	if err != nil || h.Row < 1 || len(h.Hash) < 4 {
		return Head{}, fmt.Errorf("%q is no head of an audit: it looks like 1204:9f86d081884c7d65", s)
	}
	return h, nil
}

// sealed are the columns that a row's hash is of, in order.
const sealed = `id, at, member, door, command, entry, noun, object, unit, before, after, undoes`

const selectHead = `SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1`

// Head gives the end of the chain.
func (tx *Tx) Head() (h Head, err error) {
	err = tx.get([]any{&h.Row, &h.Hash}, selectHead)
	if none(err) {
		return Head{}, nil
	}
	return h, err
}

// chain gives each of the rows to come its hash, in its last place.
func (tx *Tx) chain(rows []any) error {
	if len(rows) == 0 {
		return nil
	}
	head, err := tx.Head()
	if err != nil {
		return err
	}
	link := newLink(head.Hash)
	for row := range slices.Chunk(rows, auditWidth) {
		row[auditWidth-1] = bytes.Clone(link.add(row[:auditWidth-1]))
	}
	return nil
}

// link makes the hashes of one row after the other.
type link struct {
	hash.Hash
	last []byte
	room []byte
}

func newLink(last []byte) *link {
	if len(last) == 0 {
		last = make([]byte, sha256.Size)
	}
	return &link{sha256.New(), bytes.Clone(last), nil}
}

// add gives the hash of a row with these values; it is overwritten by the next. Each value comes with its type and length, so that no two rows
// read the same.
func (l *link) add(values []any) []byte {
	b := append(l.room[:0], l.last...)
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			b = append(b, 0)
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 1), uint64(v))
		case string:
			b = append(binary.BigEndian.AppendUint32(append(b, 2), uint32(len(v))), v...)
		default:
			panic(fmt.Sprintf("a %T in the audit", v))
		}
	}
	l.Reset()
	l.Write(b)
	l.room, l.last = b, l.Sum(l.last[:0])
	return l.last
}

// ErrAuditBroken says that the audit is not what was written.
type ErrAuditBroken struct {
	Row int64  // the first that is wrong
	Why string // changed, missing, cut off
}

func (e *ErrAuditBroken) Error() string {
	switch e.Why {
	case "missing":
		return fmt.Sprintf("row %d of the audit is missing", e.Row)
	case "cut":
		return fmt.Sprintf("the audit has been cut off: row %d and those after it are missing", e.Row)
	}
	return fmt.Sprintf("row %d of the audit has been changed or put in", e.Row)
}

// CheckAudit goes through the whole chain and gives its head. *ErrAuditBroken names the first row that is not as it was written, or not there. noted
// is a head of before, which must still be in the chain; the zero Head is none.
func (tx *Tx) CheckAudit(noted Head) (Head, error) {
	var head Head
	link, values := newLink(nil), make([]any, auditWidth-1)
	err := each(tx, func(r *sql.Rows) error {
		sum, err := scanSealed(r, values)
		if err != nil {
			return err
		}
		row := values[0].(int64)
		switch {
		case row != head.Row+1:
			return &ErrAuditBroken{head.Row + 1, "missing"}
		case !bytes.Equal(link.add(values), sum), row == noted.Row && !bytes.HasPrefix(sum, noted.Hash):
			return &ErrAuditBroken{row, "changed"}
		}
		head.Row = row
		return nil
	}, `SELECT `+sealed+`, hash FROM audit ORDER BY id`)
	if err != nil {
		return Head{}, err
	}
	if head.Row > 0 {
		head.Hash = bytes.Clone(link.last)
	}
	var last int64 // that has been given
	if err := tx.get([]any{&last}, lastNumber, "audit"); err != nil {
		return Head{}, err
	}
	if max(last, noted.Row) > head.Row {
		return Head{}, &ErrAuditBroken{head.Row + 1, "cut"}
	}
	return head, nil
}

// scanSealed reads what a row's hash is of into values, and gives the hash.
func scanSealed(r *sql.Rows, values []any) (sum []byte, err error) {
	into := make([]any, len(values)+1)
	for i := range values {
		into[i] = &values[i]
	}
	into[len(values)] = &sum
	return sum, r.Scan(into...)
}

// chainOld gives the rows their hashes that have none since they are of an earlier version.
func chainOld(ctx context.Context, c *sql.Conn) error {
	t, err := c.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	var from int64
	var last []byte
	if err := t.QueryRowContext(ctx, `SELECT coalesce(min(id), 0) FROM audit WHERE hash IS NULL`).Scan(&from); err != nil || from == 0 {
		return err
	}
	if err := t.QueryRowContext(ctx, `SELECT hash FROM audit WHERE id < ? ORDER BY id DESC LIMIT 1`, from).Scan(&last); err != nil && !none(err) {
		return err
	}
	link := newLink(last)
	for more := true; more; {
		if from, more, err = chainLot(ctx, t, link, from); err != nil {
			return fmt.Errorf("seal the audit: %w", err)
		}
	}
	return t.Commit()
}

// chainLot seals so many rows from one on, and tells from which to go on.
func chainLot(ctx context.Context, t *sql.Tx, link *link, from int64) (next int64, more bool, err error) {
	rows, err := t.QueryContext(ctx, `SELECT `+sealed+`, hash FROM audit WHERE id >= ? ORDER BY id LIMIT 1000`, from)
	if err != nil {
		return 0, false, err
	}
	defer rows.Close()
	var sums [][2]any
	values := make([]any, auditWidth-1)
	for rows.Next() {
		if _, err := scanSealed(rows, values); err != nil {
			return 0, false, err
		}
		sums = append(sums, [2]any{bytes.Clone(link.add(values)), values[0]})
		next = values[0].(int64) + 1
	}
	if err := firstError(rows.Err(), rows.Close()); err != nil {
		return 0, false, err
	}
	for _, s := range sums {
		if _, err := t.ExecContext(ctx, `UPDATE audit SET hash = ? WHERE id = ?`, s[0], s[1]); err != nil {
			return 0, false, err
		}
	}
	return next, len(sums) == 1000, nil
}
