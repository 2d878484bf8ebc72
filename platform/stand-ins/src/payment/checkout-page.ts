/** What is paid for, by whom, and why the last try did not do. */
export interface CheckoutPage {
  plan: string;
  email: string;
  fault?: string;
}

/** The provider's one page. It needs no script, and no other file. */
export function checkoutPage({ plan, email, fault }: CheckoutPage): string {
  const described = fault === undefined ? '' : ' aria-invalid="true" aria-describedby="fault"';
  const name = escaped(plan.charAt(0).toUpperCase() + plan.slice(1));
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Pay for ${name}</title>
    <link rel="icon" href="data:,">
    <style>
      body { margin: 0; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1d23; background: #eef1f5; }
      main { max-width: 24rem; margin: 8vh auto 0; padding: 2rem; background: #fff; border-radius: .75rem; }
      h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
      label { display: block; margin-top: 1.5rem; font-weight: 600; }
      input { box-sizing: border-box; width: 100%; padding: .6rem .75rem; font: inherit; border: 1px solid #5c6470; border-radius: .5rem; }
      .ways { display: flex; gap: .75rem; margin-top: 1.5rem; }
      button { flex: 1; padding: .7rem 1rem; font: inherit; font-weight: 600; border: 1px solid #1f4fd8; border-radius: .5rem; color: #1f4fd8; background: #fff; }
      button[value="pay"] { color: #fff; background: #1f4fd8; }
      [role="alert"] { margin: 1rem 0 0; color: #a11212; }
      :focus-visible { outline: 3px solid #1a1d23; outline-offset: 2px; }
    </style>
  </head>
  <body>
    <main>
      <h1>Pay for ${name}</h1>
      <p>Reference platform, monthly. The receipt goes to ${escaped(email)}.</p>
      <form method="post">
        <label for="card">Card number</label>
        <input id="card" name="card" inputmode="numeric" autocomplete="cc-number"${described}>
        ${fault === undefined ? '' : `<p role="alert" id="fault">${escaped(fault)}</p>`}
        <div class="ways">
          <button name="answer" value="pay">Pay</button>
          <button name="answer" value="cancel" formnovalidate>Cancel</button>
        </div>
      </form>
    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
