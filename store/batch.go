package store

import "strings"

// batch writes many rows with one statement.
type batch struct {
	tx      *Tx
	query   func(rows int) string
	many    string
	columns int
	args    []any
}

const batchRows = 50 // of many

// lots are how many rows a statement writes, so that each is prepared but once.
var lots = [...]int{batchRows, 7, 1}

// batch writes rows of so many columns by a statement that query gives for a number of rows.
func (tx *Tx) batch(query func(rows int) string, columns int) *batch {
	return &batch{tx: tx, query: query, many: query(batchRows), columns: columns, args: make([]any, 0, batchRows*columns)}
}

// insertion gives the statement that inserts a lot of rows; head is what stands before VALUES, and tail, if any, what comes after.
func insertion(head string, columns int, tail ...string) func(int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	made := map[int]string{}
	for _, rows := range lots {
		made[rows] = head + " VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ") + strings.Join(tail, "")
	}
	return func(rows int) string { return made[rows] }
}

func (b *batch) put(row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args) < batchRows*b.columns {
		return nil
	}
	_, err := b.tx.exec(b.many, b.args...)
	b.args = b.args[:0]
	return err
}

// flush writes what is left over.
func (b *batch) flush() error {
	err := b.tx.insertRows(b.query, b.columns, b.args)
	b.args = b.args[:0]
	return err
}

// insertRows writes all rows whose values these are, many with a statement.
func (tx *Tx) insertRows(query func(rows int) string, columns int, args []any) error {
	return eachLot(args, columns, func(args []any) error {
		_, err := tx.exec(query(len(args)/columns), args...)
		return err
	})
}

// eachLot hands on rows of values by the lot.
func eachLot(values []any, columns int, do func(values []any) error) error {
	for _, rows := range lots {
		for n := rows * columns; len(values) >= n; values = values[n:] {
			if err := do(values[:n:n]); err != nil {
				return err
			}
		}
	}
	return nil
}
