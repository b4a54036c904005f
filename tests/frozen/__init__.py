"""What was released stays readable: databases and formats of earlier versions, as they were written then."""
