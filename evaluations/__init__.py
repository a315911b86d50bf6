"""Quality measured on real texts with known answers: `make eval-…`, each figure beside its bar."""
