package store

import (
	"slices"
	"strings"
)

// batch writes many rows with one statement.
type batch struct {
	tx        *Tx
	one, many string
	columns   int
	args      []any
}

const batchRows = 50 // of many

// batch writes rows of so many columns by a statement that query gives for a number of rows.
func (tx *Tx) batch(query func(rows int) string, columns int) *batch {
	return &batch{tx: tx, one: query(1), many: query(batchRows), columns: columns, args: make([]any, 0, batchRows*columns)}
}

// insertion gives the statement that inserts a number of rows; head is what stands before VALUES.
func insertion(head string, columns int) func(int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
	return func(rows int) string {
		return head + " VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ")
	}
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
	for row := range slices.Chunk(b.args, b.columns) {
		if _, err := b.tx.exec(b.one, row...); err != nil {
			return err
		}
	}
	b.args = b.args[:0]
	return nil
}
