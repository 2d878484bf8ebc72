/** Every style sheet, in the order in which they may overrule each other. */
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';
import './design/surfaces.css';
import './layout/layout.css';
import './pages/landing/landing.css';
import './pages/dashboard/threads.css';
import './pages/dashboard/chat.css';
import './pages/dashboard/messages.css';
import './pages/settings/settings.css';
