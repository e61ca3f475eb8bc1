const ROWS = Array.from({ length: 12 }, (_, index) => index)

/** A placeholder for the table while the first answers are loading. */
export function Skeleton() {
  return (
    <div className="skeleton" role="status" aria-label="Loading images">
      <div className="skeleton__toolbar" />
      {ROWS.map((row) => (
        <div key={row} className="skeleton__row" />
      ))}
    </div>
  )
}
