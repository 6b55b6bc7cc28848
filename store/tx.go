package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

func (c *conn) tx(s *Store) *Tx { return &Tx{conn: c, store: s, Now: s.opt.Now()} }

// Tx is one transaction: everything read in it is of one moment, everything written stands or falls together.
type Tx struct {
	conn     *conn
	store    *Store
	writable bool
	register *Register // of this transaction, once asked for
	by       By
	entry    int64    // the first audit row written
	touched  []string // units for which something was written down
	undoes   int64    // the entry that is being taken back, until the audit says so
	fresh    string   // a request that is known not to have been handled
	own      own      // what is not written yet
	settled  bool     // what was pending before is written
	saved    bool     // it has changed something, and there is a savepoint to go back to unless it is alone
	alone    bool     // in its transaction
	Now      time.Time
	moment   moment // Now as text
}

// query is one with what it is asked about.
type query struct {
	text string
	args []any
}

// execAll runs one after the other.
func (tx *Tx) execAll(queries []query) error {
	for _, q := range queries {
		if _, err := tx.exec(q.text, q.args...); err != nil {
			return err
		}
	}
	return nil
}

// statement is one that has been prepared: to be asked, or to be run.
type statement struct {
	asked   *sql.Stmt
	run     driver.StmtExecContext
	takes   int  // arguments, where it is run
	forgets bool // what is remembered
	sees    bool // what is pending
	writes  bool
	sends   bool // writes where messages and reminders stand
}

func (c *conn) statement(query string) *statement {
	st, there := c.stmts[query]
	if !there {
		st = &statement{forgets: forgetting(query), sees: sees(query), writes: writing(query)}
		st.sends = st.writes && mentions(query, "outgoing", "reminders")
		c.stmts[query] = st
	}
	return st
}

// stmt gives a query ready to be asked.
func (tx *Tx) stmt(query string) (_ *sql.Stmt, err error) {
	st := tx.conn.statement(query)
	if st.asked == nil {
		if st.asked, err = tx.conn.c.PrepareContext(context.Background(), query); err != nil {
			return nil, fmt.Errorf("prepare %.60s: %w", query, err)
		}
	}
	return st.asked, tx.prepare(st)
}

// prepare does what a statement needs to have been done before it.
func (tx *Tx) prepare(st *statement) error {
	if st.sees {
		if err := tx.settle(); err != nil {
			return err
		}
	}
	if st.forgets {
		tx.conn.forget()
		tx.conn.numbers = numbers{}
	}
	tx.conn.sends = tx.conn.sends || st.sends
	if st.writes && tx.writable && !tx.saved {
		tx.saved = true
		if tx.alone {
			return nil
		}
		_, err := tx.exec("SAVEPOINT one")
		return err
	}
	return nil
}

func (tx *Tx) exec(query string, args ...any) (r driver.Result, err error) {
	st := tx.conn.statement(query)
	if err := tx.prepare(st); err != nil {
		return nil, err
	}
	if r, err = tx.conn.run(st, query, args); err != nil {
		return nil, fmt.Errorf("run %.60s: %w", query, err)
	}
	return r, nil
}

// run goes past database/sql to its driver: what that makes of thirty arguments a claim is a tenth of what a claim leaves behind in memory. Nothing in
// Raw may panic: it would cost the connection.
func (c *conn) run(st *statement, query string, args []any) (r driver.Result, err error) {
	c.values = c.values[:0]
	defer func() { clear(c.values) }()
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		c.values = append(c.values, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	err = c.c.Raw(func(driven any) error {
		if st.run == nil {
			prepared, err := driven.(driver.Conn).Prepare(query)
			if err != nil {
				return err
			}
			st.run, st.takes = prepared.(driver.StmtExecContext), prepared.NumInput()
		}
		if st.takes != len(args) { // the driver takes what is missing for NULL
			return fmt.Errorf("it takes %d arguments, not %d", st.takes, len(args))
		}
		r, err = st.run.ExecContext(context.Background(), c.values)
		return err
	})
	return r, err
}

// insert runs an INSERT and gives the new row's number.
func (tx *Tx) insert(query string, args ...any) (int64, error) {
	r, err := tx.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// get scans the query's first row into dest; sql.ErrNoRows where there is none.
func (tx *Tx) get(dest []any, query string, args ...any) error {
	st, err := tx.stmt(query)
	if err != nil {
		return err
	}
	if err := st.QueryRow(args...).Scan(dest...); err != nil {
		return fmt.Errorf("read %.60s: %w", query, err)
	}
	return nil
}

// each runs fn on every row of the query. fn must not ask the database.
func each(tx *Tx, fn func(*sql.Rows) error, query string, args ...any) error {
	st, err := tx.stmt(query)
	if err != nil {
		return err
	}
	rows, err := st.Query(args...)
	if err != nil {
		return fmt.Errorf("read %.60s: %w", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return fmt.Errorf("scan %.60s: %w", query, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read %.60s: %w", query, err)
	}
	return nil
}

// all gives every row of the query as scan reads it.
func all[T any](tx *Tx, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	var out []T
	err := each(tx, func(r *sql.Rows) error {
		v, err := scan(r)
		out = append(out, v)
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// scanText reads a row of one text.
func scanText(r *sql.Rows) (text string, err error) { err = r.Scan(&text); return text, err }

func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// null stores what is not said ("", 0) as NULL.
func null[V comparable](v V) any {
	var nothing V
	if v == nothing {
		return nil
	}
	return v
}
