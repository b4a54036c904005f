"""Values the whole register speaks in: money, financial years, dates, references. No models, no settings."""
