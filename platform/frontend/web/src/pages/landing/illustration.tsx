/** A picture of a chat; whoever cannot see it has read the same beside it. */
export function Illustration() {
  return (
    <div className="picture" aria-hidden="true">
      <svg className="picture__orbits" viewBox="0 0 400 320" fill="none">
        <circle cx="130" cy="160" r="128" />
        <circle cx="270" cy="160" r="128" />
      </svg>
      <div className="picture__card">
        <p className="picture__question">What will hosting cost us this year?</p>
        <ul className="picture__steps">
          <li>triage picks the work</li>
          <li>data calculates 12 × 149</li>
          <li className="picture__now">report writes the answer</li>
        </ul>
        <p className="picture__answer">
          <strong>1,788</strong> for twelve months at 149 each. That is 4% less than last year
          <span className="picture__caret" />
        </p>
      </div>
    </div>
  );
}
