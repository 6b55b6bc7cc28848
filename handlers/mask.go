package handlers

import (
	"cmp"
	"fmt"
	"slices"

	"handslag/store"
)

// masked writes a count, or how it is masked.
func (v voice) masked(n int, shade store.Shade) string {
	switch shade {
	case store.Small:
		return v.label("mask.small", nil)
	case store.Hidden:
		return v.label("mask.hidden", nil)
	}
	return v.plain(n)
}

// sortByText sorts a table's rows by the text in one of their columns.
func sortByText(rows [][]any, column int) {
	slices.SortStableFunc(rows, func(a, b []any) int { return cmp.Compare(fmt.Sprint(a[column]), fmt.Sprint(b[column])) })
}
