"""What needs Airflow's classes. Hidden from the plugin loader by `.airflowignore`, imported by package name."""
