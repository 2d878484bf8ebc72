import type { ComponentChildren, JSX } from 'preact';
import type { StepLine } from '../../site-data';
import { Scrolling } from './parts';

/** A step as it is read: its keyword, its words, and what hangs below it. */
export function StepWords({ step, children }: { step: StepLine; children?: ComponentChildren }): JSX.Element {
  return (
    <>
      <span class="step">
        <b>{step.keyword}</b> {step.text}
        {children}
      </span>
      {step.doc === null ? null : <pre class="doc">{step.doc}</pre>}
      {step.table === null ? null : <Cells rows={step.table} label={`Table of “${step.text}”`} />}
    </>
  );
}

function Cells({ rows, label }: { rows: string[][]; label: string }): JSX.Element {
  return (
    <Scrolling label={label}>
      <table class="cells">
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
