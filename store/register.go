package store

import "fmt"

// Register is what changes seldom and is needed always: the tree, the kinds of placement, the programmes and the quotas. One is shared by all who read
// the same revision, and must not be changed.
type Register struct {
	Revision   int64
	Tree       *Tree
	Kinds      []Kind
	Programmes []Programme
	quotas     map[quotaOf][]int      // for each of the programme's periods
	before     map[quotaOf][]quotaWas // what they were, the latest first
}

// Register gives the one that holds in this transaction.
func (tx *Tx) Register() (*Register, error) {
	if tx.register != nil {
		return tx.register, nil
	}
	number, err := tx.revision()
	if err != nil {
		return nil, err
	}
	for _, r := range [2]*Register{tx.store.register.Load(), tx.conn.register} {
		if r != nil && r.Revision == number {
			tx.register = r
			return r, nil
		}
	}
	r, err := tx.loadRegister(number)
	if err != nil {
		return nil, fmt.Errorf("load the register: %w", err)
	}
	tx.register = r
	if !tx.writable { // what a writer sees may yet be undone: it shares after the commit
		tx.store.share(r)
	}
	return r, nil
}

// revision counts the changes of the register. Between a writer's BEGIN and COMMIT nobody else can change it: it is read once for all of them.
func (tx *Tx) revision() (number int64, err error) {
	if tx.conn.revision != 0 {
		return tx.conn.revision, nil
	}
	err = tx.get([]any{&number}, `SELECT number FROM revision`)
	if tx.writable && err == nil {
		tx.conn.revision = number
	}
	return number, err
}

// share lets everybody use a register of what has been committed, unless they have a later one.
func (s *Store) share(r *Register) {
	for r != nil {
		old := s.register.Load()
		if old != nil && old.Revision >= r.Revision || s.register.CompareAndSwap(old, r) {
			return
		}
	}
}

func (tx *Tx) loadRegister(number int64) (*Register, error) {
	units, err := tx.loadUnits()
	if err != nil {
		return nil, err
	}
	kinds, err := tx.loadKindRows()
	if err != nil {
		return nil, err
	}
	programmes, err := tx.loadProgrammes()
	if err != nil {
		return nil, err
	}
	quotas, err := tx.loadQuotas(programmes)
	if err != nil {
		return nil, err
	}
	before, err := tx.loadQuotasBefore(programmes)
	if err != nil {
		return nil, err
	}
	tree := newTree(units)
	if code := tree.ring(); code != "" {
		return nil, fmt.Errorf("unit %s lies below itself", code)
	}
	return &Register{Revision: number, Tree: tree, Kinds: kinds, Programmes: programmes, quotas: quotas, before: before}, nil
}

// changed says that the register is no longer what it was.
func (tx *Tx) changed() error {
	tx.register, tx.conn.revision = nil, 0
	_, err := tx.exec(`UPDATE revision SET number = number + 1`)
	return err
}
