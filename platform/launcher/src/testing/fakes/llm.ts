import { fakeService } from '../fake-service';

fakeService('llm');
